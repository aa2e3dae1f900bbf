"""Fits the confidence of statements: python calibrate.py GOLD PREDICTIONS --slope S --offset O.

GOLD is a folder of gold articles or a PolNeAR JSON Lines file, PREDICTIONS a folder of records (`onrecord read --format json
--min-confidence 0`, a file DOC.json each: with less than all statements the fit would be wrong). `--slope` and `--offset` are those the records were made with (crates/attribution/src/confidence.rs).
Prints the logistic fit on all statements, and the expected calibration error (ten equal bins) that the fit reaches on articles
it was not fitted on (five folds).
"""
import argparse, json, os, random
import numpy as np


def chars(spans):
    out = set()
    for x in spans or []:
        out.update(range(*(x if isinstance(x, list) else (x["start"], x["end"]))))
    return out


def pairs(gold, predicted):
    """(confidence, right) of every predicted statement: right when its content matches one of gold, best first, one to one."""
    g, p = [chars(x["content"]) for x in gold], [chars(x["content"]) for x in predicted]
    found = sorted(((len(a & b) / len(a | b), i, j) for i, a in enumerate(g) for j, b in enumerate(p) if a & b), reverse=True)
    gi, pj = set(), set()
    for v, i, j in found:
        if v >= 0.5 and i not in gi and j not in pj:
            gi.add(i); pj.add(j)
    return [(x["confidence"], j in pj) for j, x in enumerate(predicted)]


def articles(path, folder):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if name.endswith(".json") and name != "SOURCES.json":
                gold = json.load(open(os.path.join(path, name), encoding="utf-8"))["statements"]
                record = json.load(open(os.path.join(folder, name), encoding="utf-8"))
                assert not record.get("left_out"), f"{name}: statements were left out; read with --min-confidence 0"
                yield gold, record["statements"]
    else:
        for line in open(path, encoding="utf-8"):
            d = json.loads(line)
            record = json.load(open(os.path.join(folder, d["doc"].replace("/", "_") + ".json"), encoding="utf-8"))
            yield [a for a in d["attributions"] if a["content"]], [s for s in record["statements"] if not s["parent"]]


def fit(x, y):
    """Logistic regression on one value, by Newton's method with a little shrinkage towards slope 1."""
    w = np.array([1.0, 0.0])
    X = np.stack([x, np.ones_like(x)], 1)
    def loss(w):
        z = X @ w
        return float(np.sum(np.logaddexp(0, z) - y * z)) + 0.5 * (w[0] - 1) ** 2
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
        gradient = X.T @ (p - y) + np.array([w[0] - 1, 0])
        hessian = (X * (p * (1 - p))[:, None]).T @ X + np.diag([1.0, 1e-3])
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while loss(w - size * step) > loss(w) and size > 1e-6:
            size /= 2
        w = w - size * step
    return w


def error(p, y, bins=10):
    at = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(p[at == b].mean() - y[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any())


def plot(path, series):
    """A reliability plot as SVG: what share was right among statements of each confidence; circles grow with their number."""
    side, left = 300, 50
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + 200}" height="{side + 90}" font-family="sans-serif" font-size="12">',
           f'<rect width="100%" height="100%" fill="white"/><rect x="{left}" y="20" width="{side}" height="{side}" fill="none" stroke="#999"/>',
           f'<line x1="{left}" y1="{20 + side}" x2="{left + side}" y2="20" stroke="#999" stroke-dasharray="4"/>']
    for k in range(0, 11, 2):
        x, y = left + side * k / 10, 20 + side - side * k / 10
        out.append(f'<text x="{x}" y="{38 + side}" text-anchor="middle">{k / 10}</text><text x="{left - 6}" y="{y + 4}" text-anchor="end">{k / 10}</text>')
    out.append(f'<text x="{left + side / 2}" y="{60 + side}" text-anchor="middle">confidence (held out)</text>')
    out.append(f'<text x="14" y="{20 + side / 2}" transform="rotate(-90 14 {20 + side / 2})" text-anchor="middle">share that is right</text>')
    for n, (name, p, y, colour) in enumerate(series):
        at = np.minimum((p * 10).astype(int), 9)
        points = [(p[at == b].mean(), y[at == b].mean(), (at == b).sum()) for b in range(10) if (at == b).any()]
        for x, r, count in points:
            out.append(f'<circle cx="{left + side * x:.1f}" cy="{20 + side - side * r:.1f}" r="{2 + 8 * (count / len(y)) ** 0.5:.1f}" fill="{colour}" fill-opacity="0.6"/>')
        out.append(f'<circle cx="{left + side + 16}" cy="{36 + 20 * n}" r="5" fill="{colour}"/><text x="{left + side + 26}" y="{40 + 20 * n}">{name} ({len(y)})</text>')
    open(path, "w").write("\n".join(out) + "\n</svg>\n")


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("gold"); a.add_argument("predictions")
    a.add_argument("--slope", type=float, default=1.0); a.add_argument("--offset", type=float, default=0.0)
    a.add_argument("--held-out", help="writes the held-out confidences to this file, for --plot")
    a.add_argument("--plot", help="draws FILE.svg from NAME=HELD_OUT pairs given as GOLD and PREDICTIONS")
    a = a.parse_args()
    if a.plot:
        colours = iter(("#0b5cad", "#b3261e"))
        loaded = [(x.split("=")[0], np.load(x.split("=")[1])) for x in (a.gold, a.predictions)]
        plot(a.plot, [(name, v[0], v[1], next(colours)) for name, v in loaded])
        raise SystemExit
    docs = [pairs(g, p) for g, p in articles(a.gold, a.predictions)]
    random.Random(1).shuffle(docs)
    def arrays(some):
        flat = [x for d in some for x in d]
        c = np.clip(np.array([x[0] for x in flat]), 0.001, 0.999)
        return (np.log(c / (1 - c)) - a.offset) / a.slope, np.array([x[1] for x in flat], float)
    x, y = arrays(docs)
    held = np.zeros_like(y); seen = []
    for k in range(5):
        w = fit(*arrays([d for i, d in enumerate(docs) if i % 5 != k]))
        hx, hy = arrays([d for i, d in enumerate(docs) if i % 5 == k])
        seen.append((1 / (1 + np.exp(-(hx * w[0] + w[1]))), hy))
    p, t = np.concatenate([s[0] for s in seen]), np.concatenate([s[1] for s in seen])
    w = fit(x, y)
    if a.held_out:
        np.save(a.held_out, np.stack([p, t]))
    print(json.dumps(dict(statements=len(y), right=round(float(y.mean()), 3), slope=round(float(w[0]), 3), offset=round(float(w[1]), 3),
                          error_before=round(100 * error(1 / (1 + np.exp(-x)), y), 1), error_held_out=round(100 * error(p, t), 1))))
