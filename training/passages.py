"""Windows with pronouns and what they may refer to, and the frozen tagger's states for them."""
import os, random
from dataclasses import dataclass
import numpy as np
import torch
from data import Document, Sequence, ARTICLE, WINDOW, featurise, windows
from batches import encode
from mentions import NAME, NOMINAL, PRONOUN, PRONOUNS, names

FEATURE_ROWS = [24, 8, 9, 8, 8, len(PRONOUNS)]  # of a pair: distance, sentences, rank, count and kind, place, pronoun
FLAGS = 4  # of a piece: none, start of a candidate, inside one, pronoun


@dataclass
class Passage:
    """A window. `cands`: rows of [first piece, last piece, token, end token, sentence, group, right answer's number, kind, first in sentence, quoted];
    `asked`: rows of [piece, token, sentence, number, class, quoted]."""
    ids: np.ndarray
    extra: np.ndarray
    cands: np.ndarray
    asked: np.ndarray
    flags: np.ndarray
    item: dict
    source: str
    at: int = 0


def same_name(words):
    """Groups of names: the same words, or the first or last words of a longer name that came before or after."""
    order = sorted(range(len(words)), key=lambda i: -len(words[i]))
    group, heads = [0] * len(words), []
    for i in order:
        w = words[i]
        for g, full in enumerate(heads):
            if w == full or (len(w) < len(full) and (full[:len(w)] == w or full[-len(w):] == w)):
                group[i] = g; break
        else:
            group[i] = len(heads); heads.append(w)
    return group


def prepare(marked, program):
    docs = featurise([Document(m.id, m.text, ARTICLE, []) for m in marked], program)
    for d, m in zip(docs, marked):
        d.marked = m
    return docs


def surroundings(doc, asked):
    """Windows as crates/model takes them for these pronouns: most of them before the first, whole sentences where they fit."""
    f, n, out = doc.features, len(doc.start), []
    first, begins, at = f["first"], set(f["sentences"].tolist()), 0
    asked = sorted(asked)
    while at < len(asked):
        t = asked[at]
        room, a = WINDOW - min(int(first[n] - first[t]), 80), t
        while a > 0 and first[t] - first[a - 1] <= room:
            a -= 1
        if a > 0:
            a = next((x for x in range(a, t + 1) if x in begins), a)
        b = t + 1
        while b < n and first[b + 1] - first[a] <= WINDOW:
            b += 1
        if b < n:
            b = next((x for x in range(b, t, -1) if x in begins), b)
        w = Sequence(doc, np.arange(a, b), ARTICLE)
        w.only = {x for x in asked[at:] if x < b}
        at += len(w.only)
        out.append(w)
    return out


def passages(doc, rng, source):
    """With `rng`, windows cut at random places, for training; without, those that reading takes."""
    m, f = doc.marked, doc.features
    spans = {}
    asked = []
    for x in m.mentions:
        t = doc.tokens(x.start, x.end)
        if not len(t):
            continue
        if x.kind == PRONOUN:
            if x.asked:
                asked.append((t[0], x.cluster))
        else:
            key = (t[0], t[-1] + 1)
            if key not in spans or x.kind == NAME:
                spans[key] = (x.cluster, x.kind)
    if m.find_names:
        tokens = list(zip(doc.start.tolist(), doc.end.tolist()))
        taken = np.zeros(len(tokens) + 1, bool)
        for a, b in spans:
            taken[a:b] = True
        for n, (a, b) in enumerate(names(m.text, tokens)):
            if not taken[a:b].any():
                spans[(a, b)] = (f"?{n}", NAME)
    if rng is None or m.item.get("gap"):
        wins = surroundings(doc, [t for t, _ in asked])
    else:
        wins = windows(doc, rng)
        for w in wins:
            w.only = None
    sentence_of = np.searchsorted(np.array(f["sentences"]), np.arange(len(doc.start)), side="right")
    ordered = sorted((a, b, c, k) for (a, b), (c, k) in spans.items())
    for w in wins:
        lo, hi = int(w.tokens[0]), int(w.tokens[-1]) + 1
        ids, extra, first = encode(w)
        ends = first[1:] + [len(ids) - 1]
        inside = [s for s in ordered if lo <= s[0] and s[1] <= hi]
        here = [(t, c) for t, c in asked if lo <= t < hi and (w.only is None or t in w.only) and (w.only is not None or lo == 0 or first[t - lo] > 50)]
        if not here or not inside:
            continue
        numbers = {c: n for n, c in enumerate(dict.fromkeys([s[2] for s in inside] + [c for _, c in here]))}
        words = [tuple(m.text[doc.start[t]:doc.end[t]] for t in range(a, b)) for a, b, _, _ in inside]
        group = same_name([x if inside[i][3] == NAME else ("\0", i) for i, x in enumerate(words)])
        flags = np.zeros(len(ids), np.int64)
        cands, seen = [], set()
        for (a, b, c, k), g in zip(inside, group):
            s = int(sentence_of[a])
            cands.append([first[a - lo], ends[b - 1 - lo] - 1, a, b, s, g, numbers[c], k, int(s not in seen), int(f["quote"][a] in (1, 2, 3))])
            seen.add(s)
            flags[first[a - lo]:ends[b - 1 - lo]] = 2; flags[first[a - lo]] = 1
        rows = []
        for t, c in here:
            word = m.text[doc.start[t]:doc.end[t]].lower()
            if word in PRONOUNS:
                rows.append([first[t - lo], t, int(sentence_of[t]), numbers[c], PRONOUNS[word], int(f["quote"][t] in (1, 2, 3))])
                flags[first[t - lo]] = 3
        if rows:
            yield Passage(np.array(ids), np.array(extra), np.array(cands), np.array(rows), flags, dict(m.item, id=m.id, ab=(numbers.get("a", -1), numbers.get("b", -1))), source)


DISTANCES = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 40, 80])  # 12 buckets, for either direction


def pair_features(p, keep):
    """[queries, candidates, features] of the candidates `keep` (row numbers, in the order of the text)."""
    c = p.cands[keep]
    _, token, end, sentence, group, _, kind, _, quoted = c.T[1:]
    first = np.append(True, sentence[1:] != sentence[:-1])
    counts = (group[:, None] == group).sum(1)
    out = np.zeros((len(p.asked), len(c), len(FEATURE_ROWS)), np.int64)
    for qi, (_, at, here, _, form, in_quote) in enumerate(p.asked):
        after = token >= at
        rank, seen = np.full(len(c), 8), set()
        for i in range(int((~after).sum()) - 1, -1, -1):
            g = group[i]
            rank[i] = min(len(seen) - (g in seen), 7)
            seen.add(g)
        d = np.where(after, token - at, at - (end - 1))
        out[qi, :, 0] = np.searchsorted(DISTANCES, np.maximum(d, 0), side="right") + 12 * after
        out[qi, :, 1] = np.clip(here - sentence, -2, 5) + 2
        out[qi, :, 2] = rank
        out[qi, :, 3] = np.minimum(counts, 4) - 1 + 4 * kind
        out[qi, :, 4] = first + 2 * quoted + 4 * in_quote
        out[qi, :, 5] = form
    return out


def cache(passages, encoder, folder, name, layers):
    """The tagger's states after `layers` layers for all pieces, half precision, on disk."""
    total = 0
    for p in passages:
        p.at = total; total += len(p.ids)
    store = np.lib.format.open_memmap(os.path.join(folder, f"{name}.states.npy"), "w+", np.float16, (total, 384))
    order = sorted(range(len(passages)), key=lambda i: len(passages[i].ids))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for n in range(0, len(order), 16):
            batch = [passages[i] for i in order[n:n + 16]]
            x = states(batch, encoder, layers).float().numpy()
            for i, p in enumerate(batch):
                store[p.at:p.at + len(p.ids)] = x[i, :len(p.ids)]


def states(batch, encoder, layers):
    t = max(len(p.ids) for p in batch)
    ids, extra = torch.zeros(len(batch), t, dtype=torch.long), torch.zeros(len(batch), t, 4, dtype=torch.long)
    lengths = torch.tensor([len(p.ids) for p in batch])
    for i, p in enumerate(batch):
        ids[i, :len(p.ids)], extra[i, :len(p.ids)] = torch.from_numpy(p.ids), torch.from_numpy(p.extra)
    x = encoder.norm(encoder.word(ids) + encoder.pos.weight[:t] + encoder.extra(extra).sum(2))
    mask = torch.where(torch.arange(t)[None] < lengths[:, None], 0.0, -1e4)[:, None, None]
    mask = mask.to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype)
    for layer in encoder.layers[:layers]:
        x = layer(x, mask)
    return x


def kept(p, rng):
    """Which candidates are offered in training: all, all names, or the names of a few groups, the right ones mostly among them."""
    n, r = len(p.cands), rng.random()
    if r < 0.45:
        return list(range(n))
    named = [i for i in range(n) if p.cands[i, 7] == NAME]
    if r < 0.75 and named:
        return named
    right = set(p.asked[:, 3].tolist())
    groups = sorted(set(p.cands[i, 5] for i in named) or set(p.cands[:, 5].tolist()))
    rng.shuffle(groups)
    good = [g for g in groups if any(p.cands[i, 5] == g and p.cands[i, 6] in right for i in range(n))]
    pick = set(groups[:rng.choice((2, 3, 4))])
    if rng.random() < 0.85:
        pick |= set(good[:2])
    return [i for i in range(n) if p.cands[i, 5] in pick] or list(range(n))


def batched(passages, rng, budget=3500):
    """Batches of similar length, in random order."""
    out, batch = [], []
    for q in sorted(passages, key=lambda x: len(x[0].ids) + rng.random() * 24):
        if batch and len(q[0].ids) * (len(batch) + 1) > budget:
            out.append(batch); batch = []
        batch.append(q)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out


def collate(batch, keeps):
    """Passages with their states, as tensors; `keeps`: the candidates offered, for each."""
    t = max(len(p.ids) for p, _ in batch)
    states, flags, lengths = np.zeros((len(batch), t, 384), np.float32), np.zeros((len(batch), t), np.int64), []
    asked, first, last, rows, gold = [], [], [], [], []
    for i, ((p, store), keep) in enumerate(zip(batch, keeps)):
        n = len(p.ids); lengths.append(n)
        states[i, :n] = store[p.at:p.at + n]
        c = p.cands[keep]
        for x in c:
            flags[i, x[0]:x[1] + 1] = 2
        flags[i, c[:, 0]] = 1
        flags[i, p.asked[:, 0]] = 3
        base, f = len(first), pair_features(p, keep)
        first += (c[:, 0] + i * t).tolist(); last += (c[:, 1] + i * t).tolist()
        for qi, q in enumerate(p.asked):
            asked.append(q[0] + i * t); rows.append((base, len(c), f[qi])); gold.append(c[:, 6] == q[3])
    most, count = max(n for _, n, _ in rows), len(rows)
    pairs, valid = np.zeros((count, most), np.int64), np.zeros((count, most), bool)
    features, right = np.zeros((count, most, len(FEATURE_ROWS)), np.int64), np.zeros((count, most + 1), bool)
    for i, ((base, n, f), g) in enumerate(zip(rows, gold)):
        pairs[i, :n], valid[i, :n], features[i, :n], right[i, 1:n + 1] = np.arange(base, base + n), True, f, g
        right[i, 0] = not g.any()
    features += np.cumsum([0] + FEATURE_ROWS[:-1])
    mask = torch.where(torch.arange(t)[None] < torch.tensor(lengths)[:, None], 0.0, -1e4)[:, None, None]
    tensor = torch.from_numpy
    return dict(states=tensor(states), flags=tensor(flags), mask=mask, asked=torch.tensor(asked), first=torch.tensor(first),
                last=torch.tensor(last), pairs=tensor(pairs), valid=tensor(valid), features=tensor(features), right=tensor(right))
