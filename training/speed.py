"""Measures speed and memory: python speed.py TEXTS.jsonl --onrecord PROGRAM [--checkpoint work/checkpoint.pt].

TEXTS.jsonl: a `text` a line (PolNeAR's dev file). Everything is measured in one run, several times in turn; medians are printed.
Words are runs of non-blank characters. CPU seconds are user and system time of the whole program, start-up included, reading,
segmentation, assembly and printing too. PyTorch runs the same encoder over the same windows, forward pass alone, on one thread
in bf16 (twice: as it comes, and without AMX).
"""
import argparse, json, os, resource, statistics, subprocess, sys, tempfile, time


def run(command, **more):
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.time() - begun


def peak(command):
    out = subprocess.run([sys.executable, "-c", "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
                          "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)", *command], capture_output=True, text=True, check=True).stdout
    return int(out) / 1024


TORCH = """
import sys, json, time, random, torch
sys.path.insert(0, %r)
from data import Document, featurise, windows, ARTICLE
from batches import collate, batched
from networks import Encoder
torch.set_num_threads(1)
docs = featurise([Document(str(i), json.loads(l)["text"], ARTICLE, []) for i, l in enumerate(open(%r))], %r)
model = Encoder(); model.load_state_dict(torch.load(%r, weights_only=True)["model"]); model.eval()
batches = [collate(b, labels=False) for b in batched([w for d in docs for w in windows(d)], random.Random(0), 3072)]
with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
    model(batches[0])
    t = time.process_time()
    for b in batches:
        model(b)
    print(time.process_time() - t)
"""

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("texts"); p.add_argument("--onrecord", default="../target/release/onrecord"); p.add_argument("--runs", type=int, default=5)
    p.add_argument("--program", default="../target/release/onrecord-dev"); p.add_argument("--checkpoint")
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        words, files = 0, []
        for i, line in enumerate(open(a.texts, encoding="utf-8")):
            text = json.loads(line)["text"]
            files.append(os.path.join(folder, f"{i:04}.txt"))
            open(files[-1], "w", encoding="utf-8").write(text)
            words += len(text.split())
        small = os.path.join(folder, "small.txt")
        open(small, "w").write('"It is late," John Smith said.\n')
        large = os.path.join(folder, "large.txt")
        open(large, "w").write("".join(open(f).read() + "\n\n" for f in files) * 10)
        rows = {}
        for _ in range(a.runs):
            for model in ("standard", "fast"):
                for guideline in ("onrecord", "polnear"):
                    command = [a.onrecord, "read", *files, "--format", "json", "-q", "--model", model, "--guideline", guideline]
                    rows.setdefault(f"{model}, {guideline}: words a CPU second", []).append(words / run([*command, "-j", "1"])[0])
                command = [a.onrecord, "read", *files, "--format", "json", "-q", "--model", model]
                one, two = run([*command, "-j", "1"])[1], run([*command, "-j", "2"])[1]
                rows.setdefault(f"{model}: two threads against one", []).append(one / two)
                rows.setdefault(f"{model}: seconds to the first statement", []).append(run([a.onrecord, "read", small, "--format", "jsonl", "-q", "--model", model])[1])
            if a.checkpoint:
                code = TORCH % (os.path.dirname(os.path.abspath(__file__)), os.path.abspath(a.texts), a.program, os.path.abspath(a.checkpoint))
                for name, env in (("PyTorch bf16", {}), ("PyTorch bf16 without AMX", {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE_BF16"})):
                    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **env}).stdout
                    rows.setdefault(f"{name}, forward pass alone: words a CPU second", []).append(words / float(out.split()[-1]))
        for name, values in rows.items():
            print(f"{name:66} {statistics.median(values):10.2f}   ({min(values):.2f} to {max(values):.2f})")
        for model in ("standard", "fast"):
            print(f"{model}: peak memory in MiB, {len(files)} articles {peak([a.onrecord, 'read', *files, '--format', 'json', '-q', '--model', model, '-j', '1']):.0f},"
                  f" one file of {os.path.getsize(large) / 2**20:.1f} MiB {peak([a.onrecord, 'read', large, '--format', 'json', '-q', '--model', model, '-j', '1']):.0f}")
    print(f"{words} words, {len(files)} articles, median of {a.runs} runs")
