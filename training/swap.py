"""Passages with the gender of every word that shows one turned round, so that names and gender cannot be learnt together."""
import re

PAIRS = """he she|himself herself|mr ms|man woman|men women|boy girl|boys girls|father mother|fathers mothers|son daughter|sons daughters
brother sister|brothers sisters|husband wife|husbands wives|uncle aunt|uncles aunts|nephew niece|nephews nieces|king queen|kings queens
prince princess|princes princesses|actor actress|actors actresses|lord lady|sir madam|gentleman gentlewoman|gentlemen ladies
boyfriend girlfriend|widower widow|male female|males females|grandfather grandmother|grandson granddaughter|dad mum|daddy mummy|papa mama
stepfather stepmother|stepson stepdaughter|duke duchess|count countess|baron baroness|emperor empress|hero heroine|host hostess
waiter waitress|monk nun|monks nuns|fiancé fiancée|fiance fiancee|groom bride|bachelor spinster|guy gal|lad lass|godfather godmother
half-brother half-sister|brother-in-law sister-in-law|father-in-law mother-in-law|son-in-law daughter-in-law|steward stewardess
abbot abbess|heir heiress|god goddess|sorcerer sorceress|wizard witch|masculine feminine|fellow lass"""
OTHER = {}
for pair in re.split(r"[|\n]", PAIRS):
    a, b = pair.split()
    OTHER.setdefault(a, b); OTHER.setdefault(b, a)
OTHER.update({"mrs": "mr", "miss": "mr", "mom": "dad", "him": "her", "hers": "his"})
MAN = re.compile(r"^(\w*-?)(wo)?(man|men)$", re.I)
WORD = re.compile(r"\w+(?:-in-law|-brother|-sister)?", re.UNICODE)
# after these, "her" is an object; before other words in small letters it is possessive
FUNCTION = set("""a an the to in on at for from with by of and or but as that when while if because after before since until than into about
over under again so not was were is are has had did does would could will who which what how why where there then too also out up down off
away back this these those he she it they his her their i you we against during through without between among around along across
alone home him them one two some any every all very only just even still never always once here whether though although""".split())
COMMON = {"human", "woman", "women", "german", "roman", "ottoman", "norman", "talisman", "shaman", "ramen", "omen", "specimen", "amen",
          "abdomen", "regimen", "acumen", "caiman", "pullman", "goodman", "cayman", "oman", "yemen", "batman", "superman", "spider-man"}


def like(word, model):
    return word.upper() if model.isupper() and len(model) > 1 else word[:1].upper() + word[1:] if model[:1].isupper() else word


def turned(word, following):
    low = word.lower()
    if low == "her":
        return "his" if following and following[0].isalnum() and following.lower() not in FUNCTION else "him"
    if low == "his":
        return "her" if following and following[0].isalnum() and following.lower() not in FUNCTION else "hers"
    if low in OTHER:
        return OTHER[low]
    m = MAN.match(word)
    if m and len(m[1]) > 3 and low not in COMMON and word[0].islower():
        return m[1] + ("" if m[2] else "wo") + m[3]
    return None


def swapped(text):
    """The text with every such word turned, and a function from its offsets' old values to their new ones."""
    words = list(WORD.finditer(text))
    out, at, moves, shift = [], 0, [(0, 0)], 0
    for i, m in enumerate(words):
        nearby = text[m.end():words[i + 1].end()] if i + 1 < len(words) else ""
        following = nearby[1:] if nearby[:1] == " " else ""
        new = turned(m[0], following)
        if new is None:
            continue
        new = like(new, m[0])
        out += [text[at:m.start()], new]; at = m.end()
        shift += len(new) - len(m[0])
        moves.append((m.end(), shift))
    out.append(text[at:])
    starts = [a for a, _ in moves]
    import bisect
    return "".join(out), lambda x: x + moves[bisect.bisect_right(starts, x) - 1][1]
