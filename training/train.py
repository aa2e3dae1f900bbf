"""Fine-tunes the encoder: python train.py --shared ../../shared --work work [--epochs N].

Resumable: a checkpoint is written after every part of an epoch; the same command goes on from it. All randomness comes
from --seed and the step number. Every figure goes to WORK/log.jsonl.
"""
import argparse, json, os, random, time
import torch
import torch.nn.functional as F
from data import polnear, gold, featurise, windows, contents, label, variants, IGNORE, TAGS
from batches import MASK, collate, batched
from networks import Encoder, split
from measure import figures

p = argparse.ArgumentParser()
p.add_argument("--shared", default="../../shared"); p.add_argument("--work", default="work")
p.add_argument("--program", default="../target/release/onrecord-dev")
p.add_argument("--epochs", type=int, default=8); p.add_argument("--gold-times", type=int, default=2)
p.add_argument("--lr", type=float, default=2.5e-4); p.add_argument("--head-lr", type=float, default=1e-3)
p.add_argument("--mask", type=float, default=0.06, help="share of word pieces that are hidden, so that context counts")
p.add_argument("--seed", type=int, default=1); p.add_argument("--threads", type=int, default=2)
p.add_argument("--max-steps", type=int, default=0, help="stop early, to measure")
p.add_argument("--total-steps", type=int, default=0, help="shorten the schedule of a run that goes on")
a = p.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(a.seed); os.makedirs(a.work, exist_ok=True)


def log(**row):
    print(json.dumps(row), flush=True)
    with open(os.path.join(a.work, "log.jsonl"), "a") as f:
        f.write(json.dumps(row) + "\n")


news = featurise(polnear(f"{a.shared}/data/polnear/train.jsonl"), a.program)
own = featurise([*gold(f"{a.shared}/gold/train/wikinews"), *gold(f"{a.shared}/gold/train/wire")], a.program)
cased = featurise([*variants(news, random.Random(7), 0.06), *variants(own, random.Random(8), 0.15)], a.program)
dev_news = featurise(polnear(f"{a.shared}/data/polnear/dev.jsonl"), a.program)
dev_own = featurise(gold(f"{a.shared}/gold/dev"), a.program)
for d in [*news, *own, *cased, *dev_news, *dev_own]:
    d.labels = label(d, [s for s in d.statements if not s.get("parent")])
inner = [s for d in own for s in contents(d)]
dev_windows = [s for d in dev_news for s in windows(d)], [s for d in dev_own for s in windows(d)], [s for d in dev_own for s in contents(d)]


def epoch_batches(n):
    rng = random.Random(a.seed * 1000 + n)
    seqs = [s for d in news + cased for s in windows(d, rng)]
    for _ in range(a.gold_times):
        seqs += [s for d in own for s in windows(d, rng)] + inner
    return batched(seqs, rng)


schedule = [(n, i) for n in range(a.epochs) for i in range(len(epoch_batches(n)))]
total = a.total_steps or len(schedule)
model = Encoder().load_base()
heads = [q for n, q in model.named_parameters() if n.startswith(("head", "extra"))]
body = [q for n, q in model.named_parameters() if not n.startswith(("head", "extra")) and q.requires_grad]
opt = torch.optim.AdamW([dict(params=body, lr=a.lr), dict(params=heads, lr=a.head_lr)], weight_decay=0.01, betas=(0.9, 0.98))
warm = 60
rate = lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / total)
step, saved = 0, os.path.join(a.work, "checkpoint.pt")
if os.path.exists(saved):
    c = torch.load(saved, weights_only=True)
    model.load_state_dict(c["model"]); opt.load_state_dict(c["optimiser"]); step = c["step"]
    log(resumed=step)
log(steps=total, windows=len(news), own=len(own), contents=len(inner), cased=len(cased))


def save(name="checkpoint.pt"):
    path = os.path.join(a.work, name)
    torch.save(dict(model=model.state_dict(), optimiser=opt.state_dict(), step=step), path + ".new")
    os.replace(path + ".new", path)


began, mean, last_epoch, batches = time.time(), None, None, None
while step < total:
    epoch, i = schedule[step]
    if epoch != last_epoch:
        batches, last_epoch = epoch_batches(epoch), epoch
    torch.manual_seed(a.seed * 100000 + step)
    for g, base in zip(opt.param_groups, (a.lr, a.head_lr)):
        g["lr"] = base * rate(step)
    model.drop.seed(a.seed * 100000 + step)
    b = collate(batches[i])
    b["ids"][(torch.rand(b["ids"].shape) < a.mask) & (b["ids"] > MASK)] = MASK
    with torch.autocast("cpu", torch.bfloat16):
        out = split(model(b))
    known = b["attributes"] != IGNORE
    loss = F.cross_entropy(out["tags"], b["tags"])
    if known.any():
        loss = loss + 0.3 * F.cross_entropy(out["attributes"][known], b["attributes"][known]) \
            + 0.2 * F.binary_cross_entropy_with_logits(out["gate"][known, 0], b["gate"][known])
        if (b["modes"] != IGNORE).any():
            loss = loss + 0.15 * F.cross_entropy(out["modes"], b["modes"], ignore_index=IGNORE)
    opt.zero_grad(); loss.backward()
    torch.nn.utils.clip_grad_norm_([q for q in model.parameters() if q.requires_grad], 1.0)
    opt.step()
    step += 1
    mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
    if step % 50 == 0:
        log(step=step, loss=round(mean, 4), seconds=round(time.time() - began))
    if step % 200 == 0:
        save()
    if step == total or (step < len(schedule) and schedule[step][0] != epoch):
        log(epoch=epoch + 1, step=step, polnear_dev=figures(model, dev_windows[0]), gold_dev=figures(model, dev_windows[1]),
            gold_dev_inner=figures(model, dev_windows[2]))
        save(); save(f"epoch{epoch + 1}.pt")
    if a.max_steps and step >= a.max_steps:
        break
log(done=step, seconds=round(time.time() - began))
