"""Trains the trees that tell an article's blocks from the rest of a page, and measures them on sites left out.

    onrecord-dev blocks FOLDER > blocks.jsonl
    python training/blocks.py blocks.jsonl FOLDER/articles.jsonl --threshold 0.45 --write crates/page/data --check crates/page/tests/data

The first trees see each block by itself. The second see what the first say of it and of those around it, too: for their training, what
the first say comes from trees that saw no page of the site.

`--repeats 0` leaves out the measuring on held-out sites.

The measure is that of the article-extraction-benchmark: shingles of four words, per page.
"""

import argparse
import json
import re
from collections import Counter, defaultdict

import lightgbm
import numpy as np
from sklearn.model_selection import GroupKFold

# Numbers that grow with the page: trees that see few long pages learn them by heart.
GROWING = (
    r"^(index|words-before|words-after-h1|from-h1|from-first-long|to-last-long|longs-before|longs-after|page-words|page-long|rules|articles"
    r"|siblings-words|words-[123]|siblings|children-1|path-blocks|siblings-words@..|depth|root-linked|root-share|rules-share)$"
    r"|^hint-(media|list|box|embed)"
)

WORD = re.compile(r"\w+")


def shingles(words):
    if 0 < len(words) < 4:
        return Counter([tuple(words)])
    return Counter(tuple(words[i : i + 4]) for i in range(max(0, len(words) - 3)))


def label(blocks, gold):
    """1 for each block of the page whose words stand in the gold text, in the same order, each place used once."""
    places = defaultdict(list)
    for i in range(len(gold) - 3):
        places[tuple(gold[i : i + 4])].append(i)
    found = []
    for n, words in enumerate(blocks):
        if len(words) < 4:
            continue
        at = [places[s] for i in range(len(words) - 3) if (s := tuple(words[i : i + 4])) in places]
        if len(at) * 2 >= len(words) - 3:
            # Where most of it stands: the place of its first words that are found.
            first = Counter(p - i for i, ps in ((i, places.get(tuple(words[i : i + 4]), [])) for i in range(len(words) - 3)) for p in ps[:8])
            start = max(first.items(), key=lambda kv: (kv[1], -kv[0]))[0]
            found.append((n, start, start + len(words), len(at)))
    # The heaviest chain in order.
    best = []
    for k, (n, start, end, weight) in enumerate(found):
        top, before = weight, -1
        for j in range(k):
            if found[j][1] < start and found[j][2] <= start + 3 and best[j][0] + weight > top:
                top, before = best[j][0] + weight, j
        best.append((top, before))
    labels = [0] * len(blocks)
    spans = {}
    k = max(range(len(best)), key=lambda i: best[i][0]) if best else -1
    while k >= 0:
        labels[found[k][0]] = 1
        spans[found[k][0]] = (found[k][1], found[k][2])
        k = best[k][1]
    # Short blocks: between what was found before and behind them.
    low = 0
    for n, words in enumerate(blocks):
        if n in spans:
            low = spans[n][1]
        elif 0 < len(words) < 4 and spans:
            high = min((spans[m][0] for m in spans if m > n), default=len(gold))
            if low == 0 and not any(m < n for m in spans):
                low = max(0, high - 12)
            for i in range(max(0, low - 1), min(high + 1, low + 12, len(gold) - len(words) + 1)):
                if gold[i : i + len(words)] == words:
                    labels[n], low = 1, i + len(words)
                    break
    return labels


def is_cut(names, words, x, y):
    """Whether the gold text breaks off in the middle of the article: many paragraphs behind its end stand as its last ones do."""
    if not y.any():
        return True
    column = {n: i for i, n in enumerate(names)}
    shape = [column[n] for n in ("depth", "path-words", "path-blocks", "parent-tag")]
    last = max(i for i in range(len(y)) if y[i] and x[i, column["chosen"]] > 0) if (y & (x[:, column["chosen"]] > 0)).any() else -1
    if last < 0:
        return False
    shapes = {tuple(x[i, shape]) for i in range(last + 1) if y[i]}
    behind = sum(len(words[i]) for i in range(last + 1, len(y)) if not y[i] and x[i, column["chosen"]] > 0 and tuple(x[i, shape]) in shapes)
    return behind > 0.15 * sum(len(w) for w, k in zip(words, y) if k)


def read(path, articles):
    gold = {a["id"]: a for a in map(json.loads, open(articles, encoding="utf-8"))}
    pages = []
    with open(path, encoding="utf-8") as lines:
        names = json.loads(next(lines))
        for line in lines:
            page = json.loads(line)
            article = gold[page["id"]]
            words = [WORD.findall(b["text"]) for b in page["blocks"]]
            target = WORD.findall(article["text"])
            pages.append(
                {
                    "id": page["id"],
                    "site": article["site"],
                    "texts": [b["text"] for b in page["blocks"]],
                    "words": words,
                    "x": np.array([b["numbers"] for b in page["blocks"]], dtype=np.float32).reshape(-1, len(names)),
                    "y": np.array(label(words, target)),
                    "paths": [b["path"] for b in page["blocks"]],
                    "siblings": [b["siblings"] for b in page["blocks"]],
                    "gold": target,
                    "shingles": shingles(target),
                    "learn": True,
                }
            )
            pages[-1]["learn"] = not is_cut(names, words, pages[-1]["x"], pages[-1]["y"])
    return names, pages


def page_score(page, kept):
    found = shingles([w for words, k in zip(page["words"], kept) if k for w in words])
    both = sum((found & page["shingles"]).values())
    return both / max(1, sum(found.values())), both / max(1, sum(page["shingles"].values()))


def score(pages, kept):
    p, r = np.mean([page_score(page, k) for page, k in zip(pages, kept)], axis=0)
    return p, r, 2 * p * r / (p + r)


def weights(page, floor):
    n = np.array([len(w) for w in page["words"]], dtype=float)
    return (n + floor) / max(50, len(page["gold"])) * 500


def train(x, y, w, args, seed=0, second=False):
    return lightgbm.LGBMClassifier(
        n_estimators=args.second_trees if second else args.trees,
        num_leaves=args.second_leaves if second else args.leaves,
        learning_rate=args.rate,
        min_child_samples=args.second_least if second else args.least,
        subsample=0.7,
        subsample_freq=1,
        colsample_bytree=args.columns,
        reg_lambda=args.ridge,
        random_state=seed,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
        n_jobs=1,
    ).fit(x, y, sample_weight=w)


# As in `crates/page/src/body/around.rs`.
AROUND = (
    "chance chance@-3 chance@-2 chance@-1 chance@+1 chance@+2 chance@+3 path-chance path-chance-others siblings-chance siblings-chance-others"
    " chances-before chances-behind chances-5 chances-12 since-likely until-likely words-since-likely words-until-likely"
).split()
MOST_BLOCKS, MOST_WORDS = 30, 300


def around(page, chances):
    """What the second trees see of each block, from its chances by the first."""
    n = len(chances)
    if n == 0:
        return np.zeros((0, len(AROUND)), np.float32)
    words = page["counts"] + 1
    weighted = chances * words
    padded = np.concatenate([np.full(3, -1.0), chances, np.full(3, -1.0)])
    columns = [chances] + [padded[3 + at : 3 + at + n] for at in (-3, -2, -1, 1, 2, 3)]
    for keys in (page["paths"], page["siblings"]):
        _, keys, counts = np.unique(keys, return_inverse=True, return_counts=True)
        likely, every = np.bincount(keys, weighted)[keys], np.bincount(keys, words)[keys]
        columns.append(likely / every)
        columns.append(np.where(counts[keys] > 1, (likely - weighted) / np.maximum(every - words, 1), -1))
    sums, every = np.concatenate([[0], np.cumsum(weighted)]), np.concatenate([[0], np.cumsum(words)])
    columns += [sums[:-1] / max(1, sums[-1]), (sums[-1] - sums[1:]) / max(1, sums[-1])]
    for reach in (5, 12):
        low, high = np.maximum(0, np.arange(n) - reach), np.minimum(n, np.arange(n) + reach + 1)
        columns.append((sums[high] - sums[low]) / (every[high] - every[low]))
    since = gaps(chances, words)
    until = [g[::-1] for g in gaps(chances[::-1], words[::-1])]
    return np.stack(columns + [since[0], until[0], since[1], until[1]], axis=1).astype(np.float32)


def gaps(chances, words):
    blocks, between = np.zeros(len(chances)), np.zeros(len(chances))
    since, apart = MOST_BLOCKS, MOST_WORDS
    for i, chance in enumerate(chances):
        blocks[i], between[i] = min(since, MOST_BLOCKS), min(apart, MOST_WORDS)
        since, apart = (0, 0) if chance > 0.5 else (since + 1, apart + words[i])
    return blocks, between


class Two:
    """The first trees, and the second."""

    def __init__(self, pages, args, seed=0):
        learn = [p for p in pages if p["learn"]]
        self.first = train(*stack(learn, args.floor), args, seed)
        folds = divide(learn, args.inner, 100 + seed)
        for fold in range(args.inner):
            model = train(*stack([p for p, f in zip(learn, folds) if f != fold], args.floor), args, seed)
            for page, f in zip(learn, folds):
                if f == fold:
                    page["seen"] = self.see(page, model)
        self.second = train(*stack(learn, args.floor, "seen"), args, seed, second=True)

    @staticmethod
    def see(page, model):
        return np.concatenate([page["x"], around(page, chances(model, page["x"]))], axis=1)

    def __call__(self, page):
        return chances(self.second, self.see(page, self.first))


def chances(model, x):
    return model.predict_proba(x)[:, 1] if len(x) else np.zeros(0)


def divide(pages, parts, seed):
    """A part for each page; pages of one site are in the same."""
    sites = sorted({p["site"] for p in pages})
    numbers = {s: i % parts for i, s in enumerate(np.random.default_rng(seed).permutation(sites))}
    return [numbers[p["site"]] for p in pages]


def stack(pages, floor, key="x"):
    return (
        np.concatenate([p[key] for p in pages]),
        np.concatenate([p["y"] for p in pages]),
        np.concatenate([weights(p, floor) for p in pages]),
    )


def held_out(pages, args):
    """Chances of all blocks, each from trees that saw no page of its site. Several divisions of the sites are averaged in the report, not in the chances."""
    runs = []
    for seed in range(args.repeats):
        found = [None] * len(pages)
        folds = divide(pages, args.folds, seed)
        for fold in range(args.folds):
            two = Two([p for p, f in zip(pages, folds) if f != fold], args, seed)
            for i, page in enumerate(pages):
                if folds[i] == fold:
                    found[i] = two(page)
        runs.append(found)
    return runs


def write(path, model, names, threshold):
    dump = model.booster_.dump_model()
    used = sorted({n["split_feature"] for t in dump["tree_info"] for n in nodes(t["tree_structure"]) if "split_feature" in n})
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Trees that tell an article's blocks from the rest of a page. Written by training/blocks.py.\n")
        out.write("# A line a tree, its parts in preorder: NAME<=VALUE with two parts behind it, or a leaf's score.\n")
        out.write(f"threshold\t{np.log(threshold / (1 - threshold)):.4f}\n")
        for tree in dump["tree_info"]:
            out.write("\t".join(spell(tree["tree_structure"], names)) + "\n")
    return used


def write_check(path, model, names, x):
    """Made-up numbers of blocks and their scores, for a test that Rust computes the same."""
    random = np.random.default_rng(7)
    made = np.stack([random.choice(np.unique(x[:, i]), 12) for i in range(x.shape[1])], axis=1).round(2).astype(np.float32)
    scores = model.predict_proba(made, raw_score=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write("score\t" + "\t".join(names) + "\n")
        for score_, row in zip(scores, made):
            out.write("\t".join([f"{score_:.3f}"] + [f"{v:g}" for v in row]) + "\n")


def write_around(path):
    """A made-up page's blocks and what the second trees see of them, for the same."""
    random = np.random.default_rng(7)
    page = {"counts": random.integers(0, 90, 20), "paths": random.integers(0, 5, 20), "siblings": random.integers(0, 7, 20)}
    found = random.random(20).round(2)
    with open(path, "w", encoding="utf-8") as out:
        out.write("\t".join(["words", "path", "siblings", *AROUND]) + "\n")
        for *place, row in zip(page["counts"], page["paths"], page["siblings"], around(page, found)):
            out.write("\t".join([f"{v}" for v in place] + [f"{v:.6g}" for v in row]) + "\n")


def nodes(node):
    yield node
    for side in ("left_child", "right_child"):
        if side in node:
            yield from nodes(node[side])


def spell(node, names):
    if "leaf_value" in node:
        return [f"{node['leaf_value']:.4f}"]
    # The greatest number of Rust's kind that is not above it: what is compared is of that kind.
    most = np.float32(node["threshold"])
    if float(most) > node["threshold"]:
        most = np.nextafter(most, np.float32(-np.inf))
    here = f"{names[node['split_feature']]}<={float(most):.9g}"
    return [here] + spell(node["left_child"], names) + spell(node["right_child"], names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("blocks")
    parser.add_argument("articles")
    parser.add_argument("--trees", type=int, default=120)
    parser.add_argument("--leaves", type=int, default=12)
    parser.add_argument("--rate", type=float, default=0.06)
    parser.add_argument("--least", type=int, default=30)
    parser.add_argument("--columns", type=float, default=0.4)
    parser.add_argument("--ridge", type=float, default=5.0)
    parser.add_argument("--second-trees", type=int, default=80)
    parser.add_argument("--second-leaves", type=int, default=8)
    parser.add_argument("--second-least", type=int, default=40)
    parser.add_argument("--inner", type=int, default=5)
    parser.add_argument("--floor", type=float, default=3.0)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--drop", default=GROWING)
    parser.add_argument("--threshold", type=float)
    parser.add_argument("--write", help="a folder for blocks.txt and blocks-around.txt")
    parser.add_argument("--check", help="a folder for what the tests compare with")
    parser.add_argument("--without", help="sites, with commas, whose pages are not learnt from")
    args = parser.parse_args()
    names, pages = read(args.blocks, args.articles)
    print("gold cut off, not learnt from:", *(p["id"][:6] + " " + p["site"] for p in pages if not p["learn"]))
    count = names.index("words")
    for page in pages:
        page["counts"] = page["x"][:, count]
    drop = re.compile(args.drop) if args.drop else None
    if drop:
        keep = [i for i, n in enumerate(names) if not drop.search(n)]
        names = [names[i] for i in keep]
        for page in pages:
            page["x"] = page["x"][:, keep]
    print(f"{len(pages)} pages, {len({p['site'] for p in pages})} sites, {sum(len(p['y']) for p in pages)} blocks, {len(names)} numbers")
    print("labels       P %.4f R %.4f F1 %.4f" % score(pages, [p["y"] for p in pages]))
    rules = names.index("chosen") if "chosen" in names else None
    if rules is not None:
        print("rules        P %.4f R %.4f F1 %.4f" % score(pages, [p["x"][:, rules] > 0 for p in pages]))
    runs = held_out(pages, args)
    best = (0, 0.5)
    for threshold in np.arange(0.2, 0.55, 0.05) if runs else []:
        got = np.mean([score(pages, [c > threshold for c in run]) for run in runs], axis=0)
        print("held out %.2f P %.4f R %.4f F1 %.4f" % (threshold, *got))
        best = max(best, (got[2], threshold))
    threshold = args.threshold or best[1]
    run = runs[0] if runs else []
    order = sorted(range(len(run)), key=lambda i: sum(page_score(pages[i], run[i] > threshold)))
    for i in order[: args.worst]:
        page = pages[i]
        print("%s %s P %.3f R %.3f" % (page["id"], page["site"], *page_score(page, run[i] > threshold)))
        wrong = [(abs(int(y) - c) * len(w), y, c, t) for y, c, t, w in zip(page["y"], run[i], page["texts"], page["words"]) if (c > threshold) != y]
        for _, y, c, t in sorted(wrong, reverse=True, key=lambda w: w[0])[:4]:
            print("    %s %.2f %s" % ("-" if y else "+", c, t[:100]))
        if sum(page_score(page, page["y"])) < 1.9:
            print("    labels alone: P %.3f R %.3f" % page_score(page, page["y"]))
    if args.write:
        left = set((args.without or "").split(","))
        two = Two([p for p in pages if p["site"] not in left], args)
        print("in sample    P %.4f R %.4f F1 %.4f" % score(pages, [two(p) > threshold for p in pages]))
        more = names + AROUND
        used = write(f"{args.write}/blocks.txt", two.first, names, threshold)
        used += write(f"{args.write}/blocks-around.txt", two.second, more, threshold)
        if args.check:
            write_check(f"{args.check}/trees.tsv", two.first, names, np.concatenate([p["x"] for p in pages]))
            write_check(f"{args.check}/trees-around.tsv", two.second, more, np.concatenate([Two.see(p, two.first) for p in pages]))
            write_around(f"{args.check}/around.tsv")
        gains = sorted(zip(two.second.booster_.feature_importance("gain"), more), reverse=True)
        print("numbers used:", len(used), "; most:", ", ".join(n for _, n in gains[:30]))


if __name__ == "__main__":
    main()
