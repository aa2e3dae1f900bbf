"""Texts with mentions of people, bodies and things: who is the same as whom."""
import csv, json, os, random, re
from dataclasses import dataclass, field
from data import Document, ARTICLE, gold as gold_documents
from swap import swapped

NAME, NOMINAL, PRONOUN = 0, 1, 2
PRONOUNS = {w: i for i, ws in enumerate((("he", "she"), ("him", "her"), ("his", "hers"), ("himself", "herself"), ("they",), ("them",),
                                         ("their", "theirs"), ("themselves",), ("it",), ("its",), ("itself",))) for w in ws}


@dataclass
class Mention:
    start: int
    end: int
    cluster: str  # mentions with one cluster are one person, body or thing; unique where nothing is known
    kind: int
    asked: bool = False  # a pronoun whose answer is known and counts


@dataclass
class Marked:
    id: str
    text: str
    mentions: list
    find_names: bool = False  # the mentions are not all there are: capitalised names are to be added, as wrong answers
    item: dict = field(default_factory=dict)

    def swapped(self):
        text, move = swapped(self.text)
        return Marked(self.id + "/swapped", text, [Mention(move(m.start), move(m.end), m.cluster, m.kind, m.asked)
                                                   for m in self.mentions], self.find_names, self.item)


ENTITY = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")


def gum(folder):
    for name in sorted(os.listdir(folder)):
        text, tokens, mentions, opened, skip_to, surface = [], [], [], {}, 0, None
        size = 0
        def put(s):
            nonlocal size
            text.append(s); size += len(s)
        space = ""
        for line in open(os.path.join(folder, name), encoding="utf-8"):
            line = line.rstrip("\n")
            if line.startswith("# newpar") and not line.startswith("# newpar_block") and size:
                space = "\n"
            if not line or line[0] == "#":
                continue
            c = line.split("\t")
            if "." in c[0]:
                continue
            misc = dict(kv.split("=", 1) for kv in c[9].split("|") if "=" in kv)
            if "-" in c[0]:
                put(space); space = ""
                skip_to = int(c[0].split("-")[1]); word_at = size
                put(c[1]); span = (word_at, size); used = word_at
                space = "" if misc.get("SpaceAfter") == "No" else " "
                continue
            if int(c[0]) <= skip_to:
                a, b = used, min(span[1], used + len(c[1]))
                used = b
                if int(c[0]) == skip_to:
                    skip_to = 0
            else:
                skip_to = 0
                put(space); a = size; put(c[1]); b = size
                space = "" if misc.get("SpaceAfter") == "No" else " "
            i = len(tokens)
            tokens.append((a, b, c[3], c[1], c[5]))
            for one, begin, end in ENTITY.findall(misc.get("Entity", "")):
                if one or begin:
                    parts = (one or begin).split("-")
                    key = parts[0].split("[")[0]
                    minimum = parts[5] if len(parts) > 5 else "1"
                    entry = (key, parts[1] if len(parts) > 1 else "", i, minimum)
                    if one:
                        mentions.append((*entry, i))
                    else:
                        opened.setdefault(key, []).append(entry)
                else:
                    key = end.split("[")[0]
                    if opened.get(key):
                        mentions.append((*opened[key].pop(), i))
            if c[0] == "1":
                pass
        out = []
        for key, kind, first, minimum, last in mentions:
            heads = [first + int(h) - 1 for h in minimum.split(",") if h.isdigit()]
            heads = [h for h in heads if first <= h <= last] or [last]
            low = tokens[first][3].lower()
            if first == last and tokens[first][2] == "PRON":
                if low in PRONOUNS:
                    out.append(Mention(tokens[first][0], tokens[first][1], key, PRONOUN, kind in ("person", "organization")))
                continue
            h = heads[-1]
            if tokens[h][2] == "PROPN":
                a = b = h
                while a > first and tokens[a - 1][2] == "PROPN":
                    a -= 1
                while b < last and tokens[b + 1][2] == "PROPN":
                    b += 1
                out.append(Mention(tokens[a][0], tokens[b][1], key, NAME))
            elif tokens[h][2] in ("NOUN", "NUM", "ADJ", "PRON", "DET"):
                out.append(Mention(tokens[max(first, h - 6)][0], tokens[h][1], key, NOMINAL))
        yield Marked(name, "".join(text), out)


CUT = {",", "of", "who", "which", "that", "in", "with", "at", "to", "from", "on", "whose", "whom", ";", "for", ":", "--", "and", "as"}


def litbank(folder):
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".conll"):
            continue
        text, tokens, found, opened, size, space, quote = [], [], [], {}, 0, "", False
        for line in open(os.path.join(folder, name), encoding="utf-8"):
            c = line.rstrip("\n").split("\t")
            if len(c) < 5:
                continue
            w = c[3]
            opening = False
            if w in ("``", "“") or (w == '"' and not quote):
                w, quote, opening = '"', True, True
            elif w in ("''", "”") or w == '"':
                w, quote, space = '"', False, ""
            elif w in (".", ",", ";", ":", "!", "?", ")", "]", "n't") or w.startswith(("'s", "’s", "'ll", "'re", "'ve", "'d", "'m")):
                space = ""
            text.append(space + w); a = size + len(space); size = a + len(w)
            space = "" if opening or w in ("(", "[") else " "
            i = len(tokens)
            tokens.append((a, size, w))
            for part in c[-1].split("|") if c[-1] not in ("_", "") else c[-2].split("|"):
                part = part.strip()
                if part.startswith("("):
                    opened.setdefault(part.strip("()"), []).append(i)
                if part.endswith(")") and opened.get(part.strip("()")):
                    found.append((part.strip("()"), opened[part.strip("()")].pop(), i))
        out = []
        for key, a, b in found:
            words = [t[2] for t in tokens[a:b + 1]]
            if a == b and words[0].lower() in PRONOUNS:
                out.append(Mention(tokens[a][0], tokens[a][1], key, PRONOUN, True))
                continue
            if a == b and words[0].lower() in ("i", "me", "my", "you", "your", "we", "us", "our", "myself", "mine", "thee", "thou", "who", "whom", "which", "that"):
                continue
            end = next((n for n, w in enumerate(words) if n and w.lower() in CUT), len(words))
            b = a + min(end, 7) - 1
            capital = [w[:1].isupper() for w in words[:end]]
            out.append(Mention(tokens[a][0], tokens[b][1], key, NAME if capital[-1] and sum(capital) * 2 >= len(capital) else NOMINAL))
        yield Marked(name, "".join(text), out)


def gap(path):
    for d in csv.DictReader(open(path, encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE):
        p, a, b = int(d["Pronoun-offset"]), int(d["A-offset"]), int(d["B-offset"])
        ca, cb = d["A-coref"].upper() == "TRUE", d["B-coref"].upper() == "TRUE"
        yield Marked(d["ID"], d["Text"], [Mention(p, p + len(d["Pronoun"]), "a" if ca else "b" if cb else "?", PRONOUN, True),
                                          Mention(a, a + len(d["A"]), "a", NAME), Mention(b, b + len(d["B"]), "b", NAME)], True,
                     dict(gap=True, a=ca, b=cb, feminine=d["Pronoun"].lower() in ("she", "her", "hers")))


def gold(folder):
    """Pronouns that are the source of a statement, with the name that is printed for the speaker."""
    for d in gold_documents(folder):
        mentions, names = [], {}
        for s in d.statements:
            who = s.get("speakers") or []
            if len(who) == 1 and who[0].get("name") and who[0].get("type") in ("person", "organization"):
                for a, b in s["source"][:1]:
                    if d.text[a:b].lower() in PRONOUNS:
                        mentions.append(Mention(a, b, who[0]["name"], PRONOUN, True)); names[who[0]["name"]] = who[0]["type"]
        if not mentions:
            continue
        for name, kind in names.items():
            parts = [name] + ([name.split()[-1]] if kind == "person" and " " in name else [])
            taken = []
            for part in parts:
                for m in re.finditer(r"(?<!\w)" + re.escape(part) + r"(?!\w)", d.text):
                    if not any(x < m.end() and m.start() < y for x, y in taken):
                        taken.append((m.start(), m.end())); mentions.append(Mention(m.start(), m.end(), name, NAME))
        yield Marked(d.id, d.text, mentions, True)


# ---------------------------------------------------------------- names that nobody marked

STOP = set("""the a an in on at for from with by of and or but as that when while if because after before since until than into about over
under so not was were is are has had did does he she it they his her their i you we this these those there then here who what how why where
also no yes my our your its both each another other although though however during despite according one two all some many most several such
mr mrs ms miss dr sir monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december professor president senator governor minister chairman st to him them upon once later now even just only well oh""".split())
PARTICLES = {"de", "van", "von", "der", "den", "da", "di", "du", "la", "le", "al", "bin", "ben", "el"}


def names(text, tokens):
    """Runs of capitalised words: (first, one past the last) of `tokens`, code point ranges. Titles and words of other kinds do not count."""
    small = {text[a:b] for a, b in tokens if text[a:b].islower()}
    out, i, n = [], 0, len(tokens)
    word = lambda i: text[tokens[i][0]:tokens[i][1]]
    capital = lambda i: word(i)[:1].isupper() and word(i)[:1].isalpha() and word(i).lower() not in STOP
    initial = lambda i: len(word(i).rstrip(".")) == 1
    while i < n:
        if not capital(i) or (word(i).lower() in small and (i == 0 or word(i - 1) in '.!?"“”:\n')):
            i += 1; continue
        j = i + 1
        while j < n and tokens[j][0] - tokens[j - 1][1] <= 1 and "\n" not in text[tokens[j - 1][1]:tokens[j][0]]:
            if capital(j) or (word(j) == "." and initial(j - 1) and j + 1 < n and capital(j + 1)):
                j += 1
            elif word(j) in PARTICLES and j + 1 < n and capital(j + 1):
                j += 2
            else:
                break
        if not (j == i + 1 and len(word(i)) == 1):
            out.append((i, j))
        i = j
    return out
