"""The two JSON-LD formats, as RDF."""

import json
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef

OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
ONRECORD = Namespace("urn:onrecord:vocabulary:")
ANNO = "http://www.w3.org/ns/anno.jsonld"


def web_annotations(path: Path, texts: dict) -> str:
    """`texts`: those of the articles, by their `text_sha256`."""
    document = json.loads(path.read_text("utf-8"))
    assert document["@context"][0] == ANNO, "the standard asks for its own context"
    # The standard's context, as far as it is used, from beside this file.
    local = json.loads((Path(__file__).parent / "contexts" / "anno.json").read_text("utf-8"))
    document["@context"][0] = local["@context"]
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    assert annotations
    for annotation in annotations:
        about = graph.value(annotation, ONRECORD.statement)
        text = texts[str(graph.value(about, ONRECORD.textSha256))]
        utf8, utf16 = text.encode("utf-8"), text.encode("utf-16-le")
        assert list(graph.objects(annotation, OA.hasBody)), f"{annotation} has no body"
        targets = list(graph.objects(annotation, OA.hasTarget))
        assert targets, f"{annotation} has no target"
        for target in targets:
            assert isinstance(graph.value(target, OA.hasSource), URIRef)
            selectors = {graph.value(s, RDF.type): s for s in graph.objects(target, OA.hasSelector)}
            exact = str(graph.value(selectors[OA.TextQuoteSelector], OA.exact))
            prefix = str(graph.value(selectors[OA.TextQuoteSelector], OA.prefix))
            suffix = str(graph.value(selectors[OA.TextQuoteSelector], OA.suffix))
            position = selectors[OA.TextPositionSelector]
            number = lambda term: int(graph.value(position, term))
            assert text[number(OA.start):number(OA.end)] == exact
            assert utf8[number(ONRECORD.utf8Start):number(ONRECORD.utf8End)].decode("utf-8") == exact
            assert utf16[2 * number(ONRECORD.utf16Start):2 * number(ONRECORD.utf16End)].decode("utf-16-le") == exact
            assert prefix + exact + suffix in text
            assert str(graph.value(position, ONRECORD.unit)) == "codepoint"
    return f"{len(annotations)} annotations, {len(graph)} triples"


def quotations(path: Path, sample: bool) -> str:
    """`sample`: it is that of the tests, of which more is known."""
    graph = Graph().parse(data=path.read_text("utf-8"), format="json-ld")
    quotations = set(graph.subjects(RDF.type, SCHEMA.Quotation))
    assert quotations
    for quotation in quotations:
        versions = list(graph.objects(quotation, PROV.wasQuotedFrom))
        assert len(versions) == 1 and isinstance(versions[0], URIRef)
        assert (versions[0], RDF.type, PROV.Entity) in graph
        assert graph.value(versions[0], PROV.specializationOf) is not None
        assert graph.value(quotation, SCHEMA.text) is not None
    revisions = list(graph.subject_objects(PROV.wasRevisionOf))
    assert all(isinstance(other, URIRef) for _, other in revisions)
    if sample:
        assert len(revisions) == 1
        sources = list(graph.subject_objects(PROV.hadPrimarySource))
        assert [str(source) for _, source in sources] == ["https://courier.example/ferries"], sources
        chains = [list(graph.items(chain)) for chain in graph.objects(None, ONRECORD.via)]
        names = [[str(graph.value(hop, SCHEMA.name)) for hop in chain] for chain in chains]
        assert ["Elder Courier", "Radio Lowmere"] in names, names
    everything = {str(term) for triple in graph for term in triple}
    assert not any("ClaimReview" in term or "Rating" in term for term in everything)
    return f"{len(quotations)} quotations, {len(graph)} triples"
