"""Trains the small model on the encoder's soft labels: python distill.py --shared ../../shared --work work.

Every text is read by the teacher both by Onrecord's guide and by PolNeAR's, so that one network learns both from all the
news at hand (PolNeAR, our own articles, and news pages without annotations); contents are read as contents.
"""
import argparse, json, os, random, time
import torch
import torch.nn.functional as F
from data import polnear, gold, gum, gap, unlabelled, featurise, windows, contents, label, variants, ARTICLE, POLNEAR, CONTENT
from batches import collate, batched
from networks import Encoder, Small, split
from measure import figures

p = argparse.ArgumentParser()
p.add_argument("--shared", default="../../shared"); p.add_argument("--work", default="work")
p.add_argument("--program", default="../target/release/onrecord-dev"); p.add_argument("--teacher", default="checkpoint.pt")
p.add_argument("--epochs", type=int, default=8); p.add_argument("--lr", type=float, default=2e-3)
p.add_argument("--seed", type=int, default=1); p.add_argument("--threads", type=int, default=2)
p.add_argument("--hard", type=float, default=0.3, help="weight of the annotations beside the soft labels")
a = p.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(a.seed)  # goes on after the last whole epoch when WORK/small.pt is there


def log(**row):
    print(json.dumps(row), flush=True)
    with open(os.path.join(a.work, "small.jsonl"), "a") as f:
        f.write(json.dumps(row) + "\n")


news = featurise(polnear(f"{a.shared}/data/polnear/train.jsonl"), a.program)
own = featurise([*gold(f"{a.shared}/gold/train/wikinews"), *gold(f"{a.shared}/gold/train/wire")], a.program)
own += featurise(variants(own, random.Random(8), 0.15), a.program)
pages = featurise([*unlabelled(f"{a.shared}/data/html/articles.jsonl"), *gum(f"{a.shared}/data/gum/train"),
                   *gap(f"{a.shared}/data/gap/gap-development.tsv")], a.program)
dev_news = featurise(polnear(f"{a.shared}/data/polnear/dev.jsonl"), a.program)
dev_own = featurise(gold(f"{a.shared}/gold/dev"), a.program)
for d in [*news, *own, *pages, *dev_news, *dev_own]:
    d.labels = label(d, [s for s in d.statements if not s.get("parent")])
dev = [[s for d in docs for s in windows(d)] for docs in (dev_news, dev_own)]

cache = os.path.join(a.work, "soft.pt")
seqs = []
for d in [*news, *own, *pages]:
    for reading in (ARTICLE, POLNEAR):
        seqs += windows(d, reading=reading)
    seqs += contents(d)
hard = {id(s) for s in seqs if s.reading == CONTENT and s.doc.reading == ARTICLE or s.reading == s.doc.reading and s.doc.statements}
for s in seqs:
    if s.labels is None and s.reading != s.doc.reading:
        s.labels = s.doc.labels
log(sequences=len(seqs), tokens=sum(len(s.tokens) for s in seqs), pages=len(pages))
began = time.time()
if os.path.exists(cache):
    soft = torch.load(cache)
else:
    teacher = Encoder()
    teacher.load_state_dict(torch.load(os.path.join(a.work, a.teacher), weights_only=True)["model"])
    teacher.eval()
    soft = [None] * len(seqs)
    place = {id(s): i for i, s in enumerate(seqs)}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in batched(seqs, random.Random(0), 6000):
            logits, at = teacher(collate(batch, labels=False)), 0
            for s in batch:
                soft[place[id(s)]] = logits[at:at + len(s.tokens)].half(); at += len(s.tokens)
    torch.save(soft, cache)
    del teacher
for s, t in zip(seqs, soft, strict=True):
    assert len(s.tokens) == len(t), "soft.pt is of other texts; delete it"
    s.soft = t
log(soft_labels=round(time.time() - began))

model = Small().load_base()
tables = [q for n, q in model.named_parameters() if n.startswith("tables") and q.requires_grad]
rest = [q for n, q in model.named_parameters() if not n.startswith("tables")]
opt = torch.optim.AdamW([dict(params=tables, lr=a.lr), dict(params=rest, lr=a.lr)], weight_decay=0.01, betas=(0.9, 0.98))
steps = a.epochs * len(batched(seqs, random.Random(0), 6144))
step, began, done, saved = 0, time.time(), 0, os.path.join(a.work, "small.pt")
if os.path.exists(saved):
    c = torch.load(saved, weights_only=True)
    model.load_state_dict(c["model"]); step, done = c["step"], c["epoch"]
    if "optimiser" in c:
        opt.load_state_dict(c["optimiser"])
    log(resumed=step)
for epoch in range(done, a.epochs):
    rng, mean = random.Random(a.seed * 1000 + epoch), 0
    for batch in batched(seqs, rng, 6144):
        rate = min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        for g in opt.param_groups:
            g["lr"] = a.lr * rate
        b = collate(batch, encoder=False, small=True)
        with torch.autocast("cpu", torch.bfloat16):
            out = split(model(b))
        goal = split(torch.cat([s.soft for s in batch]).float())
        kl = lambda k: F.kl_div(out[k].log_softmax(-1), goal[k].log_softmax(-1), log_target=True, reduction="none").sum(-1)
        cues = goal["tags"].softmax(-1)[:, 3:5].sum(-1)
        loss = kl("tags").mean() + 0.3 * kl("attributes").mean() + 0.2 * (kl("modes") * cues).sum() / cues.sum().clamp(min=1) \
            + 0.2 * F.binary_cross_entropy_with_logits(out["gate"], goal["gate"].sigmoid())
        annotated = torch.cat([torch.full((len(s.tokens),), id(s) in hard) for s in batch])
        if annotated.any() and a.hard:
            loss = loss + a.hard * F.cross_entropy(out["tags"][annotated], b["tags"][annotated])
        opt.zero_grad(); loss.backward()
        torch.nn.utils.clip_grad_norm_(rest + tables, 1.0)
        opt.step(); step += 1
        mean = loss.item() if not mean else 0.98 * mean + 0.02 * loss.item()
    log(epoch=epoch + 1, step=step, loss=round(mean, 4), seconds=round(time.time() - began),
        polnear_dev=figures(model, dev[0], small=True), gold_dev=figures(model, dev[1], small=True))
    torch.save(dict(model=model.state_dict(), optimiser=opt.state_dict(), step=step, epoch=epoch + 1), saved + ".new")
    os.replace(saved + ".new", saved)
