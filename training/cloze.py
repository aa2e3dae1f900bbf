"""Questions made from news: a person's name that comes again is replaced by a pronoun; the answer is the name elsewhere.

Whether the pronoun is "he" or "she" is drawn for every person and passage, never taken from the name.
"""
import json, os, random, re
from mentions import Marked, Mention, NAME, PRONOUN, names
from passages import same_name

TITLE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Sen|Rep|Gov|Gen|President|Senator|Governor|Minister|Secretary|Professor|Prof|Mayor|Judge|Chancellor)\.? )+$")
VERB = set("""said says say told tells is was has had will would could did does should can may might also then later never went came made took gave got
wants believes thinks knows needs argues adds writes wrote spoke won lost led began became held met left ran saw felt knew thought says noted who
faces faced plans hopes seems appears remains insists claims suggests admits denies replied responded declined refused won't didn't isn't wasn't
hasn't hadn't wouldn't couldn't doesn't has gets goes makes takes gives calls called tweeted now still already once first""".split())
BEFORE = set("""to with for of by from about against at on between than like toward towards behind before after over under upon told asked
urged called met support defeat beat backed supported endorsed criticized criticised accused praised thanked helped made let saw joined
attacked blamed named hired fired elected""".split())


def form(text, a, b, feminine):
    """(end, pronoun) for the name at [a, b), or None where what stands around it does not tell the form."""
    s = re.match(r"['’]s(?= \w)", text[b:])
    if s and not re.match(r"['’]s (?:a|the|not|been|now|also|going|\w+ing)\b", text[b:]):
        return b + 2, "her" if feminine else "his"
    following = re.match(r" ([\w'’]+)", text[b:])
    following = following[1].replace("’", "'") if following else ""
    previous = re.search(r"([\w.]+) $", text[:a])
    previous = previous[1].lower() if previous else ""
    if previous in BEFORE and following not in ("said", "says", "told", "is", "was", "has"):
        return b, "her" if feminine else "him"
    if following in VERB or (following.islower() and following.endswith("ed")):
        return b, "she" if feminine else "he"
    return None


def texts(shared):
    for line in open(f"{shared}/data/polnear/train.jsonl", encoding="utf-8"):
        d = json.loads(line); yield d["doc"], d["text"]
    for line in open(f"{shared}/data/html/articles.jsonl", encoding="utf-8"):
        d = json.loads(line); yield d["id"], d["text"]
    for part in ("wikinews", "wire"):
        folder = f"{shared}/gold/train/{part}"
        for name in sorted(os.listdir(folder)):
            if name.endswith(".txt"):
                yield name, open(os.path.join(folder, name), encoding="utf-8", newline="").read()


def cloze(documents, seed, share=0.5, reach=500):
    rng = random.Random(seed)
    for name, text in documents:
        text = text[:30000]
        tokens = [(m.start(), m.end()) for m in re.finditer(r"\w+(?:-\w+)*|[^\w\s]", text)]
        runs = names(text, tokens)
        words = [tuple(text[tokens[t][0]:tokens[t][1]] for t in range(a, b)) for a, b in runs]
        group = same_name(words)
        spans = [(tokens[a][0], tokens[b - 1][1]) for a, b in runs]
        people = {g for g in set(group) if len({words[i] for i in range(len(runs)) if group[i] == g and len(words[i]) > 1}) and
                  any(len(words[i]) == 1 for i in range(len(runs)) if group[i] == g)}
        people |= {g for i, g in enumerate(group) if TITLE.search(text[max(0, spans[i][0] - 40):spans[i][0]])}
        full = {g: max((words[i] for i in range(len(runs)) if group[i] == g), key=len) for g in people}
        # a single word that repeats must be the last (or first) of the full name
        people = {g for g in people if all(w in (full[g], full[g][-1:], full[g][:1]) or len(w) > 1 for i in range(len(runs)) if group[i] == g for w in [words[i]])}
        gender, last, edits = {}, {}, {}
        for i, (a, b) in enumerate(spans):
            g = group[i]
            if g not in people:
                continue
            title = TITLE.search(text[max(0, a - 60):a])
            start = a - (len(title[0]) if title else 0)
            before = re.search(r"(\w+)[ ]$", text[:start])
            lone = not (before and before[1][:1].isupper() and not re.search(r"[.!?]\s+\w+ $", text[:start][-30:]))
            near = g in last and a - last[g] < reach
            others = any(group[j] in people and group[j] != g and abs(spans[j][0] - a) < reach for j in range(max(0, i - 12), min(len(spans), i + 6)))
            if near and others and lone and not re.search(r"\b(the|a|an|De|Von|Van|Le|La|Al) $", text[:start]) and rng.random() < share:
                made = form(text, start, b, gender.setdefault(g, rng.random() < 0.5))
                if made:
                    end, word = made
                    if re.search(r"(^|[.!?:]\s+[\"“]?|[\"“\n])$", text[:start]):
                        word = word.capitalize()
                    edits[i] = (start, end, word)
                    continue
            last[g] = a
        if not edits:
            continue
        out, at, size, mentions = [], 0, 0, []
        for i, (a, b) in enumerate(spans):
            if i in edits:
                a, b, word = edits[i]
            else:
                word = text[a:b]
            if a < at:
                continue
            out += [text[at:a], word]; size += a - at
            mentions.append(Mention(size, size + len(word), f"g{group[i]}", PRONOUN if i in edits else NAME, i in edits))
            size += len(word); at = b
        out.append(text[at:])
        yield Marked(name, "".join(out), mentions)
