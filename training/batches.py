"""Sequences as tensors."""
import numpy as np
import torch
from data import SHAPES, BREAKS, QUOTES, READINGS, ARTICLE, POLNEAR, CONTENT, IGNORE, label

CLS, SEP, MASK = 101, 102, 103


def encode(seq):
    """Pieces with their extra rows, and the place of each token's first piece."""
    f, reading = seq.doc.features, SHAPES + BREAKS + QUOTES + seq.reading
    frame = [0 + 5, SHAPES, SHAPES + BREAKS, reading]  # the frame tokens look like marks
    ids, extra, first = [CLS], [frame], []
    for t in seq.tokens:
        row = [f["shape"][t], SHAPES + f["breaks"][t], SHAPES + BREAKS + f["quote"][t], reading]
        first.append(len(ids))
        for p in f["pieces"][f["first"][t]:f["first"][t + 1]]:
            ids.append(int(p)); extra.append(row)
    return ids + [SEP], extra + [frame], first


def small_rows(seq):
    f, t = seq.doc.features, seq.tokens
    last = f["pieces"][f["first"][t + 1] - 1]
    state = (f["breaks"][t] * QUOTES + f["quote"][t]) * READINGS + seq.reading
    return np.column_stack([f["hashed"][t], f["pieces"][f["first"][t]], last, state])


def collate(seqs, encoder=True, small=False, labels=True):
    out, n = {}, len(seqs)
    if encoder:
        rows = [encode(s) for s in seqs]
        t = max(len(r[0]) for r in rows)
        ids, extra = np.zeros((n, t), np.int64), np.zeros((n, t, 4), np.int64)
        for i, (a, b, _) in enumerate(rows):
            ids[i, :len(a)], extra[i, :len(a)] = a, b
        out.update(ids=torch.from_numpy(ids), extra=torch.from_numpy(extra), lengths=torch.tensor([len(r[0]) for r in rows]),
                   first=torch.tensor([i * t + p for i, r in enumerate(rows) for p in r[2]]))
    if small:
        rows = [small_rows(s) for s in seqs]
        t = max(map(len, rows))
        x, mask = np.zeros((n, t, 7), np.int64), np.zeros((n, t), np.float32)
        for i, r in enumerate(rows):
            x[i, :len(r)], mask[i, :len(r)] = r, 1
        out.update(small=torch.from_numpy(x), token_mask=torch.from_numpy(mask))
    if labels:
        for k in ("tags", "attributes", "modes", "gate"):
            parts = []
            for s in seqs:
                whole = s.labels or s.doc.labels
                part = whole[k][s.tokens]
                if s.reading == POLNEAR and k != "tags":
                    part = np.full(len(s.tokens), IGNORE, part.dtype)
                parts.append(part)
            out[k] = torch.from_numpy(np.concatenate(parts))
    return out


def batched(seqs, rng, budget=3072):
    """Batches of similar length, `budget` padded pieces each, in random order."""
    seqs = sorted(seqs, key=lambda s: s.pieces() + rng.random() * 24)
    out, batch, longest = [], [], 0
    for s in seqs:
        n = max(longest, s.pieces() + 2)
        if batch and n * (len(batch) + 1) > budget:
            out.append(batch); batch, n = [], s.pieces() + 2
        batch.append(s); longest = n
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out
