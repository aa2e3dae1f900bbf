"""Trains the network that says to which mention a pronoun refers, on the frozen tagger's states.

    python antecedent.py prepare --shared ../../shared --work work/antecedent   # states of all passages, once
    python antecedent.py train   --work work/antecedent                         # -> WORK/antecedent.pt, WORK/antecedent.jsonl
    python antecedent.py measure --work work/antecedent
    python antecedent.py export  --work work/antecedent --out ../crates/model/data/antecedent.safetensors --check ../crates/model/tests/data/antecedent.json

Nothing is ever trained on GAP's development part, nor chosen by its items.
"""
import argparse, json, os, pickle, random, re, time
import numpy as np
import torch
from cloze import cloze, texts
from safetensors.torch import save_file
from export import dequantised, encoder as encoder_tensors, put, put_norm
from mentions import NAME, NOMINAL, PRONOUN, PRONOUNS, Marked, Mention, gap, gold, gum, litbank
from networks import Encoder
from pairs import Antecedent
from passages import FEATURE_ROWS, FLAGS, batched, cache, collate, kept, passages, prepare, states

AFTER = 4  # layers of the tagger that come before
SHARES = {"gap-validation": 3, "gum": 1, "gold": 0.7, "litbank": 0.4, "cloze": 0.5}  # passages for every one there is, in an epoch


def tagger(path):
    encoder = Encoder()
    encoder.load_state_dict(torch.load(path, weights_only=True)["model"])
    return encoder.eval()


def sources(shared):
    """(name, texts, variants, seed): odd variants have every word that shows a gender turned round; no seed: windows as in reading."""
    data = f"{shared}/data"
    yield "gap-validation", gap(f"{data}/gap/gap-validation.tsv"), (0, 1), 1
    yield "gap-development", gap(f"{data}/gap/gap-development.tsv"), (0,), None
    yield "gap-development-swapped", gap(f"{data}/gap/gap-development.tsv"), (1,), None
    yield "gum-dev", gum(f"{data}/gum/dev"), (0,), None
    yield "gum", gum(f"{data}/gum/train"), (0, 1), 1
    yield "litbank", litbank(f"{data}/litbank"), (0, 1, 0, 1), 1
    yield "gold", [*gold(f"{shared}/gold/train/wire"), *gold(f"{shared}/gold/train/wikinews")], (0, 1), 1
    yield "cloze", cloze(texts(shared), 10), (0,), 5


def write_states(a):
    os.makedirs(a.work, exist_ok=True)
    encoder = tagger(a.tagger)
    for name, marked, variants, seed in sources(a.shared):
        rng, out, marked = None if seed is None else random.Random(seed), [], list(marked)
        for v in variants:
            for doc in prepare([m.swapped() for m in marked] if v else marked, a.program):
                out += passages(doc, rng, name)
        cache(out, encoder, a.work, name, AFTER)
        with open(os.path.join(a.work, f"{name}.pkl"), "wb") as f:
            pickle.dump(out, f)
        print(name, len(marked), "texts", len(out), "windows", sum(len(p.asked) for p in out), "pronouns", flush=True)


def load(work, name):
    states = np.load(os.path.join(work, f"{name}.states.npy"), mmap_mode="r")
    return [(p, states) for p in pickle.load(open(os.path.join(work, f"{name}.pkl"), "rb"))]


def train(a):
    data = {name: load(a.work, name) for name in SHARES}
    torch.manual_seed(a.seed)
    model, encoder = Antecedent(), tagger(a.tagger)
    for layer, own in zip(model.layers, encoder.layers[AFTER:]):
        layer.load_state_dict(own.state_dict())
    if a.start:
        model.load_state_dict(torch.load(a.start, weights_only=True))
    body = list(model.layers.parameters())
    heads = [q for n, q in model.named_parameters() if not n.startswith("layers")]
    opt = torch.optim.AdamW([dict(params=body, lr=a.lr), dict(params=heads, lr=a.head_lr)], weight_decay=0.01, betas=(0.9, 0.98))
    rng, steps = random.Random(a.seed), []
    for _ in range(a.epochs):
        chosen = []
        for name, share in dict(SHARES, **{"gap-validation": a.gap}).items():
            chosen += data[name] * int(share) + rng.sample(data[name], int(len(data[name]) * (share % 1)))
        steps += batched(chosen, rng)
    began, mean = time.time(), None
    with open(os.path.join(a.work, "antecedent.jsonl"), "a") as log:
        for step, batch in enumerate(steps[:a.steps]):
            model.train(); model.drop.seed(a.seed * 100000 + step)
            rate = min(1.0, (step + 1) / 50) * max(0.0, 1 - step / a.steps)
            for g, base in zip(opt.param_groups, (a.lr, a.head_lr)):
                g["lr"] = base * rate
            b = collate(batch, [kept(p, rng) for p, _ in batch])
            with torch.autocast("cpu", torch.bfloat16):
                out = model(b)
            loss = -(out.log_softmax(-1).masked_fill(~b["right"], -1e4).logsumexp(-1)).mean()
            opt.zero_grad(); loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
            if step % 50 == 49:
                row = json.dumps(dict(step=step + 1, loss=round(mean, 4), seconds=round(time.time() - began)))
                print(row, flush=True); log.write(row + "\n"); log.flush()
                torch.save(model.state_dict(), os.path.join(a.work, "antecedent.pt"))
            if step + 1 == a.stop:
                break
        torch.save(model.state_dict(), os.path.join(a.work, "antecedent.pt"))


def probabilities(model, items, keep):
    """For each passage: the candidates offered, and for each of its pronouns the probabilities of none and of each."""
    model.eval()
    out, order = [None] * len(items), sorted(range(len(items)), key=lambda i: len(items[i][0].ids))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for n in range(0, len(order), 24):
            batch = [items[i] for i in order[n:n + 24]]
            keeps = [keep(p) for p, _ in batch]
            rows, at = model(collate(batch, keeps)).softmax(-1).numpy(), 0
            for i, k in zip(order[n:n + 24], keeps):
                count = len(items[i][0].asked)
                out[i] = (k, rows[at:at + count]); at += count
    return out


def gap_answers(model, items):
    """The two answers for each item, from the two names alone: the likeliest of the one, the other, and neither."""
    two = lambda p: [i for i in range(len(p.cands)) if p.cands[i, 6] in p.item["ab"]]
    out = []
    for (p, _), (keep, rows) in zip(items, probabilities(model, items, two)):
        a, b = (sum(rows[0, 1 + n] for n, i in enumerate(keep) if p.cands[i, 6] == number) for number in p.item["ab"])
        out.append((bool(a >= b and a > rows[0, 0]), bool(b > a and b > rows[0, 0])))
    return out


def gap_figures(items, answers):
    def f(chosen):
        right = said = true = 0
        for (p, _), answer in zip(items, answers):
            if chosen(p.item["feminine"]):
                for gold, given in zip((p.item["a"], p.item["b"]), answer):
                    right += gold and given; said += given; true += gold
        return 200 * right / max(1, said + true)
    m, w = f(lambda x: not x), f(lambda x: x)
    return dict(f=round(f(lambda x: True), 1), masculine=round(m, 1), feminine=round(w, 1), bias=round(w / max(m, 1e-9), 3))


def mentions_found(model, items):
    """Pronouns with an antecedent within reach: how often the likeliest candidate is one; and how probabilities compare with that."""
    found, bins = [], [[0, 0.0, 0] for _ in range(5)]
    for (p, _), (_, rows) in zip(items, probabilities(model, items, lambda p: list(range(len(p.cands))))):
        for q, row in zip(p.asked, rows[:, :1 + len(p.cands)]):
            right, groups = p.cands[:, 6] == q[3], p.cands[:, 5]
            best = max(set(groups.tolist()), key=lambda g: row[1:][groups == g].sum())
            sure, ok = row[1:][groups == best].sum(), bool(right[groups == best].any())
            b = bins[min(4, int(sure * 5))]
            b[0] += 1; b[1] += float(sure); b[2] += ok
            if right.any():
                found.append((bool(right[row[1:].argmax()]), q[4] < 4))
    rate = lambda xs: (round(100 * sum(xs) / max(1, len(xs)), 1), len(xs))
    return dict(all=rate([x for x, _ in found]), he_or_she=rate([x for x, h in found if h]),
                reliability=[(n, round(s / n, 2), round(ok / n, 2)) for n, s, ok in bins if n])


def measure(a):
    model = Antecedent()
    model.load_state_dict(torch.load(os.path.join(a.work, "antecedent.pt"), weights_only=True))
    dev, turned = load(a.work, "gap-development"), load(a.work, "gap-development-swapped")
    answers, others = gap_answers(model, dev), gap_answers(model, turned)
    print(json.dumps(dict(gap=gap_figures(dev, answers), swapped=gap_figures(turned, others), changed=sum(x != y for x, y in zip(answers, others)),
                          gum_dev=mentions_found(model, load(a.work, "gum-dev")))))


CHECK = """The harbour board of Tolmin met on Tuesday. Its chair, Milena Kos, told reporters that Andrej Vidmar had left because he
wanted to study. She thanked him for his work.

Vidmar said in a letter that he would miss the port. "I wish Milena Kos well," he wrote. She answered that her door was open.

The dockers' union was less kind. Its leader, Jure Hren, said that he had warned Vidmar twice, and that the board had not listened to
him. Kos rejected this. "Hren never called us," she said. He denies it."""
CHECK_NAMES = ["Milena Kos", "Andrej Vidmar", "Vidmar", "Jure Hren", "Kos", "Hren", "The harbour board", "The dockers' union", "the board"]


def export(a):
    model = Antecedent()
    model.load_state_dict(torch.load(os.path.join(a.work, "antecedent.pt"), weights_only=True))
    model.eval()
    out = {}
    for i, layer in enumerate(model.layers):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            linear = getattr(layer, name)
            put(out, f"layer.{i}.{name}", linear.weight, linear.bias)
        put_norm(out, f"layer.{i}.norm1", layer.norm1); put_norm(out, f"layer.{i}.norm2", layer.norm2)
    for name in ("pronoun", "candidate"):
        put(out, name, getattr(model, name).weight, getattr(model, name).bias)
    out["flags"], out["features"] = model.flags.weight, model.features.weight
    for name in ("score", "none"):
        out[f"{name}.w"], out[f"{name}.b"] = getattr(model, name).weight[0], getattr(model, name).bias
    out = {k: v.detach().contiguous().clone() for k, v in out.items()}
    config = dict(arch="pairs", after=AFTER, layers=len(model.layers), hidden=384, heads=12, ffn=1536, width=model.width, flags=FLAGS,
                  features=sum(FEATURE_ROWS))
    save_file(out, a.out, metadata={"config": json.dumps(config)})
    print(a.out, sum(v.numel() * v.element_size() for v in out.values()), "bytes")
    if a.check:
        back = lambda n: out[f"{n}.q"].float() * out[f"{n}.s"][:, None]
        with torch.no_grad():
            for i, layer in enumerate(model.layers):
                for n in ("qkv", "out", "ffn1", "ffn2"):
                    getattr(layer, n).weight.copy_(back(f"layer.{i}.{n}"))
            for n in ("pronoun", "candidate"):
                getattr(model, n).weight.copy_(back(n))
        check(model, dequantised(tagger(a.tagger), encoder_tensors(tagger(a.tagger))[0], "standard"), a)


def check(model, encoder, a):
    spans, mentions = [], []
    for name in CHECK_NAMES:  # the longest first
        for m in re.finditer(rf"\b{re.escape(name)}\b", CHECK):
            if not any(x < m.end() and m.start() < y for x, y in spans):
                spans.append(m.span()); mentions.append(Mention(*m.span(), name, NOMINAL if name[0] in "Tt" else NAME))
    mentions += [Mention(*m.span(), "?", PRONOUN, True) for m in re.finditer(r"\w+", CHECK) if m[0].lower() in PRONOUNS]
    doc = prepare([Marked("check", CHECK, mentions)], a.program)[0]
    rows = []
    for p in passages(doc, None, "check"):
        with torch.no_grad():
            p.at = 0
            b = collate([(p, states([p], encoder, AFTER)[0].numpy())], [list(range(len(p.cands)))])
            probabilities = model(b).softmax(-1)
        rows.append(dict(pronouns=p.asked[:, 1].tolist(), candidates=[[int(x) for x in (c[2], c[3], c[7], c[5])] for c in p.cands],
                         probabilities=[[round(float(x), 4) for x in r] for r in probabilities]))
    json.dump(dict(text=CHECK, torch=torch.__version__, windows=rows), open(a.check, "w"), separators=(",", ":"))


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("command", choices=["prepare", "train", "measure", "export"])
    p.add_argument("--shared", default="../../shared"); p.add_argument("--work", default="work/antecedent")
    p.add_argument("--tagger", default="work/checkpoint.pt"); p.add_argument("--program", default="../target/release/onrecord-dev")
    p.add_argument("--gap", type=int, default=3, help="how often GAP's passages come in an epoch")
    p.add_argument("--stop", type=int, default=0, help="end before the schedule does")
    p.add_argument("--start", help="weights to go on from")
    p.add_argument("--steps", type=int, default=440); p.add_argument("--epochs", type=int, default=3, help="drawn beforehand; --steps ends sooner")
    p.add_argument("--lr", type=float, default=3e-4); p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1); p.add_argument("--threads", type=int, default=2)
    p.add_argument("--out", default="../crates/model/data/antecedent.safetensors"); p.add_argument("--check")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    dict(prepare=write_states, train=train, measure=measure, export=export)[a.command](a)
