"""Writes a trained network with int8 weights for crates/nn: python export.py standard|fast CHECKPOINT OUT.safetensors [--check FILE].

Matrices are quantised by row (scale = largest magnitude / 127); norms, biases and the head stay f32. `--check` also writes fixed
inputs with the logits that PyTorch computes from the quantised weights in f32, for the parity test in Rust.
"""
import argparse, json, sys
import torch
from safetensors.torch import save_file
from networks import Encoder, Small, WIDTH
from data import EXTRA_ROWS


def quantise(w):
    scale = w.abs().amax(1).clamp(min=1e-8) / 127
    return torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def put(out, name, w, b=None):
    out[f"{name}.q"], out[f"{name}.s"] = quantise(w.float())
    if b is not None:
        out[f"{name}.b"] = b.float()


def put_norm(out, name, norm):
    out[f"{name}.w"], out[f"{name}.b"] = norm.weight.float(), norm.bias.float()


def encoder(model):
    out = {}
    put(out, "embed.word", model.word.weight)
    out["embed.pos"], out["embed.extra"] = model.pos.weight.float(), model.extra.weight.float()
    put_norm(out, "embed.norm", model.norm)
    for i, layer in enumerate(model.layers):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            linear = getattr(layer, name)
            put(out, f"layer.{i}.{name}", linear.weight, linear.bias)
        put_norm(out, f"layer.{i}.norm1", layer.norm1)
        put_norm(out, f"layer.{i}.norm2", layer.norm2)
    out["head.w"], out["head.b"] = model.head.weight.float(), model.head.bias.float()
    config = dict(arch="encoder", layers=len(model.layers), hidden=384, heads=12, ffn=1536, vocab=30522, positions=512,
                  extra=EXTRA_ROWS, outputs=WIDTH)
    return out, config


def small(model):
    out = {}
    for name, table in model.tables.items():
        put(out, f"table.{name}", table.weight)
    put(out, "mix", model.mix.weight, model.mix.bias)
    put_norm(out, "mix.norm", model.mix_norm)
    for i, (conv, norm) in enumerate(zip(model.convs, model.norms)):
        put(out, f"conv.{i}", conv.weight, conv.bias)
        put_norm(out, f"conv.{i}.norm", norm)
    out["head.w"], out["head.b"] = model.head.weight.float(), model.head.bias.float()
    config = dict(arch="cnn", width=model.width, pieces=model.pieces, dilations=model.DILATIONS,
                  features=[list(f) for f in model.FEATURES], outputs=WIDTH)
    return out, config


def dequantised(model, tensors, kind):
    """The same model with the weights that the quantised file stands for."""
    back = lambda n: tensors[f"{n}.q"].float() * tensors[f"{n}.s"][:, None]
    with torch.no_grad():
        if kind == "standard":
            model.word.weight.copy_(back("embed.word"))
            for i, layer in enumerate(model.layers):
                for n in ("qkv", "out", "ffn1", "ffn2"):
                    getattr(layer, n).weight.copy_(back(f"layer.{i}.{n}"))
        else:
            for n, table in model.tables.items():
                table.weight.copy_(back(f"table.{n}"))
            model.mix.weight.copy_(back("mix"))
            for i, conv in enumerate(model.convs):
                conv.weight.copy_(back(f"conv.{i}"))
    return model


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("kind", choices=["standard", "fast"]); p.add_argument("checkpoint"); p.add_argument("out")
    p.add_argument("--check"); p.add_argument("--sample", default="../samples/wire.txt")
    p.add_argument("--program", default="../target/release/onrecord-dev")
    a = p.parse_args()
    model = Encoder() if a.kind == "standard" else Small()
    model.load_state_dict(torch.load(a.checkpoint, weights_only=True)["model"])
    model.eval()
    tensors, config = encoder(model) if a.kind == "standard" else small(model)
    save_file({k: v.contiguous() for k, v in tensors.items()}, a.out, metadata={"config": json.dumps(config)})
    print(a.out, sum(v.numel() * v.element_size() for v in tensors.values()), "bytes", file=sys.stderr)
    if a.check:
        from data import Document, featurise, windows, ARTICLE, CONTENT, POLNEAR
        from batches import collate
        text = open(a.sample, encoding="utf-8", newline="").read()
        doc = featurise([Document("sample", text, ARTICLE, [])], a.program)[0]
        seqs = [s for reading in (ARTICLE, POLNEAR, CONTENT) for s in windows(doc, reading=reading)]
        rows = []
        with torch.no_grad():
            for s in seqs:
                logits = dequantised(model, tensors, a.kind)(collate([s], encoder=a.kind == "standard", small=a.kind == "fast", labels=False))
                rows.append(dict(reading=s.reading, tokens=[int(t) for t in s.tokens], logits=[[round(float(x), 3) for x in r] for r in logits]))
        json.dump(dict(sample="samples/wire.txt", torch=torch.__version__, windows=rows), open(a.check, "w"), separators=(",", ":"))
