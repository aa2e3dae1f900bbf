"""Quick figures while training; the real ones come from `onrecord eval`."""
import torch
from collections import Counter
from batches import collate, batched
from data import TAGS, windows, label
import random


def spans(tags):
    out, kind, start = [], None, 0
    for i, t in enumerate(list(tags) + [0]):
        name = TAGS[t]
        if kind and name != f"I-{kind}":
            out.append((kind, start, i)); kind = None
        if name[0] == "B" or (name[0] == "I" and not kind):
            kind, start = name[2:], i
    return out


@torch.no_grad()
def figures(model, seqs, small=False):
    """Exact span F and token F by role (argmax, no constraints)."""
    model.eval()
    tp, ng, np_, tok = Counter(), Counter(), Counter(), Counter()
    for batch in batched(seqs, random.Random(0), 6000):
        b = collate(batch, encoder=not small, small=small)
        with torch.autocast("cpu", torch.bfloat16, enabled=not small):
            logits = model(b)
        guess, truth, at = logits[:, :len(TAGS)].argmax(-1).numpy(), b["tags"].numpy(), 0
        for s in batch:
            n = len(s.tokens)
            g, t = guess[at:at + n], truth[at:at + n]; at += n
            G, P = set(spans(t)), set(spans(g))
            for k in ("source", "cue", "content"):
                a, c = {x for x in G if x[0] == k}, {x for x in P if x[0] == k}
                tp[k] += len(a & c); ng[k] += len(a); np_[k] += len(c)
                gm = [TAGS[x].endswith(k) for x in t]; pm = [TAGS[x].endswith(k) for x in g]
                tok[k, "tp"] += sum(x and y for x, y in zip(gm, pm)); tok[k, "g"] += sum(gm); tok[k, "p"] += sum(pm)
    model.train()
    f = lambda a, b, c: round(200 * a / (b + c), 1) if b + c else 0
    return {k: (f(tp[k], ng[k], np_[k]), f(tok[k, "tp"], tok[k, "g"], tok[k, "p"])) for k in ("source", "cue", "content")}
