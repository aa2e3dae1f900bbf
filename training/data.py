"""Articles with annotations, as token labels.

Features come from `onrecord-dev features` (the same Rust code that reads articles), so this file knows nothing of
tokens, sentences or word pieces; it turns code point spans into labels and cuts windows.
"""
import json, os, random, subprocess
from dataclasses import dataclass, field
import numpy as np

TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
ATTRIBUTES = ["O"] + [f"{p}-{k}" for k in ("addressee", "medium", "event", "via") for p in "BI"]
MODES = ["said", "denied", "declined", "asked", "promised", "thought", "hypothetical"]
ARTICLE, POLNEAR, CONTENT = 0, 1, 2  # `Reading` in crates/model/src/features.rs
SHAPES, BREAKS, QUOTES, READINGS = 8, 3, 5, 3
EXTRA_ROWS = SHAPES + BREAKS + QUOTES + READINGS
WINDOW = 252  # word pieces, without the two that frame a sequence
IGNORE = -100


@dataclass
class Document:
    id: str
    text: str
    reading: int
    statements: list
    start: np.ndarray = None
    end: np.ndarray = None
    features: dict = None
    labels: dict = field(default_factory=dict)

    def tokens(self, a, b):
        """Tokens that overlap the code points [a, b)."""
        lo = int(np.searchsorted(self.end, a, side="right"))
        hi = int(np.searchsorted(self.start, b, side="left"))
        return range(lo, hi)


def polnear(path):
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        statements = [dict(id=f"s{i}", source=a["source"] or [], cue=a["cue"] or [], content=a["content"] or [], parent=None)
                      for i, a in enumerate(d["attributions"])]
        yield Document(d["doc"], d["text"], POLNEAR, statements)


def gold(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json") and name != "SOURCES.json":
            d = json.load(open(os.path.join(folder, name), encoding="utf-8"))
            text = open(os.path.join(folder, name[:-5] + ".txt"), encoding="utf-8", newline="").read()
            for s in d["statements"]:
                for k in ("source", "cue", "content"):
                    s[k] = s.get(k) or []
            yield Document(name[:-5], text, ARTICLE, d["statements"])


def unlabelled(path, key="articleBody", limit=20000):
    """News without annotations: for the small model's soft labels."""
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        body = d.get(key) or d.get("text") or d.get("body") or ""
        if len(body) > 400:
            yield Document(str(d.get("id") or d.get("doc")), body[:limit], ARTICLE, [])


def gum(folder):
    """Texts of GUM, without their annotations: sentences joined, a line for each paragraph."""
    for name in sorted(os.listdir(folder)):
        paragraphs = []
        for line in open(os.path.join(folder, name), encoding="utf-8"):
            if line.startswith("# newpar") or not paragraphs:
                paragraphs.append([])
            if line.startswith("# text = "):
                paragraphs[-1].append(line[9:].strip())
        text = "\n".join(" ".join(p) for p in paragraphs if p)
        yield Document(name, text[:20000], ARTICLE, [])


def gap(path):
    """Passages of GAP."""
    for n, line in enumerate(open(path, encoding="utf-8")):
        if n:
            yield Document(f"gap{n}", line.split("\t")[1], ARTICLE, [])


def featurise(documents, program):
    """Fills in the features of the documents with `onrecord-dev features`."""
    documents = list(documents)
    lines = "".join(json.dumps(dict(id=d.id, text=d.text)) + "\n" for d in documents)
    out = subprocess.run([program, "features"], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    for d, line in zip(documents, out.splitlines(), strict=True):
        f = json.loads(line)
        d.start, d.end = np.array(f["start"], np.int64), np.array(f["end"], np.int64)
        d.features = {k: np.array(f[k], np.int64) for k in ("pieces", "first", "shape", "breaks", "quote", "hashed", "sentences", "paragraphs")}
        f.clear()
    return documents


def bio(labels, tokens, kind, names):
    for n, t in enumerate(tokens):
        labels[t] = names.index(("B-" if n == 0 else "I-") + kind)


def nearest(text, phrase, at, reach=None):
    """Where `phrase` stands nearest to code point `at`."""
    best, start = None, text.find(phrase)
    while start >= 0:
        if best is None or abs(start - at) < abs(best - at):
            best = start
        start = text.find(phrase, start + 1)
    if best is None or (reach and abs(best - at) > reach):
        return None
    return best, best + len(phrase)


def label(doc, statements, within=None):
    """Labels of every token for these statements (one level), optionally only inside the tokens `within`."""
    n = len(doc.start)
    tags, attributes, modes, gate = np.zeros(n, np.int64), np.zeros(n, np.int64), np.full(n, IGNORE), np.zeros(n, np.float32)
    for s in statements:
        for a, b in s["content"]:
            bio(tags, doc.tokens(a, b), "content", TAGS)
    for s in statements:
        for a, b in s["source"]:
            bio(tags, doc.tokens(a, b), "source", TAGS)
    for s in statements:
        for a, b in s["cue"]:
            cue = doc.tokens(a, b)
            bio(tags, cue, "cue", TAGS)
            if s.get("mode"):
                modes[list(cue)] = MODES.index(s["mode"])
    if doc.reading == ARTICLE:
        for s in statements:
            spans = s["cue"] or s["content"]
            at = spans[0][0]
            for kind, reach in (("addressee", 400), ("medium", 400), ("via", 1500)):
                values = s.get(kind) or []
                for phrase in [values] if isinstance(values, str) else values:
                    if hit := nearest(doc.text, phrase, at, reach):
                        bio(attributes, doc.tokens(*hit), kind, ATTRIBUTES)
            if s.get("event") and (hit := nearest(doc.text, s["event"], at, 20000)):
                bio(attributes, doc.tokens(*hit), "event", ATTRIBUTES)
    ids = {s["id"] for s in statements}
    for s in doc.statements:
        if s.get("parent") in ids:
            for a, b in s["cue"] or s["content"]:
                gate[list(doc.tokens(a, b))] = 1
    return dict(tags=tags, attributes=attributes, modes=modes, gate=gate)


@dataclass
class Sequence:
    """A window, or the content of a statement: tokens of one document and how to read them."""
    doc: Document
    tokens: np.ndarray
    reading: int
    labels: dict = None

    def pieces(self):
        first = self.doc.features["first"]
        return int(sum(first[t + 1] - first[t] for t in self.tokens))


def windows(doc, rng=None, size=WINDOW, reading=None):
    """Whole consecutive sentences up to `size` pieces; with `rng`, cut at random places."""
    first, sentences = doc.features["first"], list(doc.features["sentences"])
    bounds = sentences + [len(doc.start)]
    out, begin, room = [], 0, size if rng is None else rng.randint(size // 4, size)
    def cut(a, b):
        # a sentence longer than a window is cut by pieces
        while a < b:
            e = b if first[b] - first[a] <= size else int(np.searchsorted(first, first[a] + size, side="right")) - 1
            e = max(e, a + 1)
            out.append(np.arange(a, e))
            a = e
    for i in range(len(sentences)):
        if bounds[i] > bounds[begin] and first[bounds[i + 1]] - first[bounds[begin]] > room:
            cut(bounds[begin], bounds[i])
            begin, room = i, size
    if len(doc.start):
        cut(bounds[begin], bounds[-1])
    reading = doc.reading if reading is None else reading
    return [Sequence(doc, t, reading) for t in out if len(t)]


def contents(doc):
    """Every content as a sequence of its own, labelled with the statements directly inside it."""
    out = []
    for s in doc.statements:
        tokens = sorted({t for a, b in s["content"] for t in doc.tokens(a, b)})
        if len(tokens) < 4:
            continue
        children = [c for c in doc.statements if c.get("parent") == s["id"]]
        seq = Sequence(doc, np.array(tokens), CONTENT, label(doc, children))
        if seq.pieces() > WINDOW:
            first = doc.features["first"]
            keep, total = 0, 0
            for t in tokens:
                total += int(first[t + 1] - first[t])
                if total > WINDOW:
                    break
                keep += 1
            seq.tokens = seq.tokens[:keep]
        out.append(seq)
    return out


def variants(documents, rng, share):
    """Copies in small or large letters, as some archives hold them; only where no offset moves."""
    for d in documents:
        if rng.random() < share:
            text = d.text.lower() if rng.random() < 0.5 else d.text.upper()
            if len(text) == len(d.text) and all(len(c) == 1 for c in (x.upper() for x in d.text)):
                yield Document(d.id + "/case", text, d.reading, [dict(s, addressee=None, medium=None, event=None, via=[]) for s in d.statements])
