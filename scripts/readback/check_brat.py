"""A brat folder, by the rules of brat's own server (TextAnnotations in its annotation.py) and its page on the format."""

import re
from pathlib import Path

ROLES = {"Source", "Cue", "Content", "Addressee", "Medium", "Occasion", "Via", "Time", "Within"}


def check(folder: Path) -> str:
    documents, lines = 0, 0
    assert (folder / "annotation.conf").is_file()
    for file in sorted(folder.glob("*.ann")):
        # newline="": brat translates line ends, which moves offsets behind a CRLF; Onrecord's are those of the bytes as they are.
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        documents += 1
        lines += check_document(file, text)
    assert documents, "no documents"
    return f"{documents} documents, {lines} annotations"


def check_document(file: Path, text: str) -> int:
    content = file.read_bytes().decode("utf-8")
    assert content.endswith("\n") or not content
    # str.splitlines knows more line ends than "\n": no line may hold one of them.
    lines = content.splitlines()
    assert lines == content.split("\n")[:-1], f"{file}: a line end inside a line"
    ids, bounds, references = set(), {}, []
    for number, line in enumerate(lines, 1):
        where = f"{file}:{number}"
        match = re.match(r"^([TEA#])([0-9]+)\t", line)
        assert match, f"{where}: no id"
        ident = match[1] + match[2]
        assert ident not in ids, f"{where}: {ident} twice"
        ids.add(ident)
        body = line.split("\t", 1)[1]
        if match[1] == "T":
            head, words = body.split("\t", 1)
            kind, places = head.split(" ", 1)
            spans = []
            for place in places.split(";"):
                start, end = map(int, place.split(" "))
                assert 0 <= start < end <= len(text), f"{where}: bad offsets"
                assert all(not (end >= a and start < b) for a, b in spans), f"{where}: fragments overlap"
                spans.append((start, end))
            assert words == " ".join(text[a:b] for a, b in spans), f"{where}: the words are others"
            bounds[ident] = kind
        elif match[1] == "E":
            trigger, *arguments = body.split(" ")
            kind, target = trigger.split(":")
            references.append((where, target, kind))
            seen = set()
            for argument in arguments:
                role, target = argument.split(":")
                assert role not in seen, f"{where}: {role} twice"
                seen.add(role)
                plain = role.rstrip("0123456789")
                assert plain in ROLES, f"{where}: {role}"
                references.append((where, target, None if plain == "Within" else plain))
        elif match[1] == "A":
            parts = body.split(" ")
            assert len(parts) in (2, 3), f"{where}: no attribute"
            references.append((where, parts[1], None))
        else:
            head, _ = body.split("\t", 1)
            references.append((where, head.split(" ")[1], None))
    for where, target, kind in references:
        assert target in ids, f"{where}: {target} is not there"
        assert kind is None or bounds[target] == kind, f"{where}: {target} is no {kind}"
    return len(lines)
