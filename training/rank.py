"""Learns the weights of speaker resolution (crates/people/data/rank.tsv).

    cargo build --release -p onrecord-dev
    python training/rank.py GOLD_DIR... [--cv 5] [--l2 0.05] [--out crates/people/data/rank.tsv]

A log-linear model over the candidates of every pronoun and description that is the source of a gold statement, one set of
weights a kind of phrase. A candidate is right when its names are those of the gold speakers; where gold names nobody, the
candidates without a name are right. Deterministic: full-batch optimisation, no random numbers but the folds' seed.
"""
import argparse, collections, json, os, pathlib, random, subprocess, sys

import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent


def words(text):
    import re, unicodedata
    text = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    stop = set("the a an of for to and in on at by former then mr mrs ms dr sir".split())
    return [w for w in re.sub(r"[^a-z0-9 ]+", " ", text).split() if w not in stop]


def same(gold, name, kind):
    a, b = words(gold), words(name)
    if not a or not b:
        return False
    inside = set(a) <= set(b) or set(b) <= set(a)
    return inside and (kind != "person" or a[-1] == b[-1])


def right(candidate, speakers):
    named = [s for s in speakers if s.get("name")]
    names = list(candidate["names"])
    # a description that names itself ("the ministry") is only right where gold names it so too
    if "nobody" in candidate["features"] and names:
        return len(named) == len(speakers) == 1 and words(named[0]["name"]) == words(names[0])
    if not named:
        return not names
    if len(names) != len(speakers):
        return False
    for s in named:
        hit = next((n for n in names if same(s["name"], n, s["type"])), None)
        if hit is None:
            return False
        names.remove(hit)
    return True


def load(folders, tool):
    items = []
    # both models' sources are seen: their spans differ a little
    for folder, fast in [(f, m) for f in folders for m in ([], ["--fast"])]:
        docs = sorted(f[:-5] for f in os.listdir(folder) if f.endswith(".json") and f != "SOURCES.json")
        gold = {d: json.load(open(f"{folder}/{d}.json", encoding="utf-8"))["statements"] for d in docs}
        lines = "".join(
            json.dumps({"id": d, "text": open(f"{folder}/{d}.txt", encoding="utf-8", newline="").read()}) + "\n" for d in docs
        )
        out = subprocess.run([tool, "pointers", *fast], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
        for line in out.decode().splitlines():
            doc = json.loads(line)
            for p in doc["pointers"]:
                found = [s for s in gold[doc["id"]] if any(a <= p["start"] < b for a, b in s.get("source") or [])]
                if not found:
                    continue
                y = [right(c, found[0]["speakers"]) for c in p["candidates"]]
                items.append((folder + "/" + doc["id"], p["anaphor"], [c["features"] for c in p["candidates"]], y))
    return items


def fit(items, l2):
    """Weights of one kind of phrase."""
    items = [i for i in items if any(i[3])]
    names = sorted({f for i in items for c in i[2] for f in c})
    number = {f: n for n, f in enumerate(names)}
    rows, columns, owner, truth = [], [], [], []
    r = 0
    for n, (_, _, candidates, y) in enumerate(items):
        for c, ok in zip(candidates, y):
            for f in c:
                rows.append(r)
                columns.append(number[f])
            owner.append(n)
            truth.append(ok)
            r += 1
    if not items:
        return {}
    x = torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.ones(len(rows)), (r, len(names))).coalesce()
    owner, truth = torch.tensor(owner), torch.tensor(truth)
    w = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        s = torch.sparse.mm(x, w[:, None])[:, 0]
        all_ = torch.zeros(len(items)).index_add(0, owner, s.exp())
        good = torch.zeros(len(items)).index_add(0, owner, s.exp() * truth)
        value = (all_.log() - good.log()).mean() + l2 * (w * w).sum() / len(items) * 10
        value.backward()
        return value

    optimiser.step(loss)
    return {f: float(w[n]) for f, n in number.items()}


def judge(items, weights):
    """Right, wrong name, named nobody though gold names somebody; of how many."""
    import math
    tally = collections.Counter()
    for _, kind, candidates, y in items:
        scores = [sum(weights[kind].get(f, 0.0) for f in c) for c in candidates]
        best = max(range(len(scores)), key=lambda i: scores[i])
        total = sum(math.exp(s - scores[best]) for s in scores)
        tally[kind, "n"] += 1
        tally[kind, "possible"] += any(y)
        tally[kind, "right"] += y[best]
        tally[kind, "sum of probabilities"] += 1 / total
    return tally


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--cv", type=int, default=5)
    ap.add_argument("--l2", type=float, default=0.05)
    ap.add_argument("--out", default=str(ROOT / "crates/people/data/rank.tsv"))
    ap.add_argument("--tool", default=str(ROOT / "target/release/onrecord-dev"))
    a = ap.parse_args()
    items = load(a.gold, a.tool)
    kinds = sorted({i[1] for i in items})
    docs = sorted({i[0] for i in items})
    random.Random(1).shuffle(docs)
    tally = collections.Counter()
    for fold in range(a.cv):
        held = set(docs[fold :: a.cv])
        w = {k: fit([i for i in items if i[1] == k and i[0] not in held], a.l2) for k in kinds}
        tally.update(judge([i for i in items if i[0] in held], w))
    for k in kinds:
        n = tally[k, "n"]
        print(
            f"{k:12} {n:5} phrases, held out: right {100 * tally[k, 'right'] / n:.1f} %, "
            f"mean probability {100 * tally[k, 'sum of probabilities'] / n:.1f} %, answer among candidates {100 * tally[k, 'possible'] / n:.1f} %"
        )
    with open(a.out, "w", encoding="utf-8") as out:
        out.write("# Weights of speaker resolution, written by training/rank.py: kind of phrase, feature, weight.\n")
        for k in kinds:
            for f, v in sorted(fit([i for i in items if i[1] == k], a.l2).items()):
                out.write(f"{k}\t{f}\t{v:.3f}\n")


if __name__ == "__main__":
    main()
