"""Is what is made from the notebooks in step with them?

    python .ci/check.py              compares: the library, the notebooks' cleanliness, the README, the counts in results/course.json
    python .ci/check.py --write      makes all four anew
    python .ci/check.py --minutes    runs every chapter alone, and writes into results/course.json how long each took
"""
import filecmp, json, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

ROOT = Path(__file__).resolve().parent.parent


def clean(path):
    "Take out of one notebook what changes from run to run and says nothing: metadata, how a print was cut up; count cells from 1."
    nb, count = nbformat.read(path, 4), 0
    for cell in nb.cells:
        cell.metadata = {}
        if cell.cell_type != 'code': continue
        count += 1
        cell.execution_count = count
        outputs = []
        for output in cell.outputs:
            if outputs and output.output_type == outputs[-1].output_type == 'stream' and output.name == outputs[-1].name:
                outputs[-1]['text'] += output['text']
            elif 'application/vnd.jupyter.widget-view+json' not in output.get('data', {}): outputs.append(output) # a widget lives only with its kernel
            if 'metadata' in output: output['metadata'] = {}
            if 'execution_count' in output: output['execution_count'] = count
        cell.outputs = outputs
    nb.metadata = {'kernelspec': {'display_name': 'python3', 'language': 'python', 'name': 'python3'}}
    nbformat.write(nb, path)


def readme(root):
    "README.md is nbs/index.ipynb, seen from one folder up."
    body, _ = MarkdownExporter(exclude_input=True).from_filename(root/'nbs'/'index.ipynb')
    body = body.replace('](../', '](').replace('src="../', 'src="')
    body = re.sub(r'\]\((?!http|#|images/|results/|LICENSE|nbs/)([^)]+\.ipynb)', r'](nbs/\1', body)
    body = re.sub(r'\n{3,}', '\n\n', body).strip()
    (root/'README.md').write_text(f'<!-- made from nbs/index.ipynb by `make notebooks`; edit that -->\n\n{body}\n', encoding='utf-8')


def course(root, measured=None):
    "results/course.json: what stands in each chapter, and how long it ran when that was last measured (None: it never was)."
    file = root/'results'/'course.json'
    known = json.loads(file.read_text()) if file.exists() else {'chapters': {}}
    chapters = {}
    for path in sorted((root/'nbs').glob('[0-9][0-9]_*.ipynb')):
        cells = nbformat.read(path, 4).cells
        code = [c for c in cells if c.cell_type == 'code']
        chapters[path.stem] = {
            'minutes': (measured or {}).get(path.stem, known['chapters'].get(path.stem, {}).get('minutes')),
            'code_cells': len(code),
            'testing': round(sum('assert' in c.source for c in code) / len(code), 2),
            'pictures': sum('image/png' in o.get('data', {}) for c in code for o in c.outputs),
            'exercises': sum(len(re.findall(r'^[★☆]{3} · ', c.source, re.M)) for c in cells if c.cell_type == 'markdown')}
    file.write_text(json.dumps(known | {'chapters': chapters}, indent=1, ensure_ascii=False) + '\n', encoding='utf-8')


def minutes(root):
    "Run the chapters one after the other, as a reader does, and keep nothing but the time."
    from tinywhisper.bench import circumstances # imports PyTorch
    measured = {}
    for path in sorted((root/'nbs').glob('[0-9][0-9]_*.ipynb')):
        start = time.perf_counter()
        NotebookClient(nbformat.read(path, 4), timeout=600, kernel_name='python3', resources={'metadata': {'path': path.parent}}).execute()
        measured[path.stem] = round((time.perf_counter() - start) / 60, 2)
        print(f'{path.stem:20} {measured[path.stem]:6.2f} minutes', flush=True)
    (root/'results'/'course.json').write_text(json.dumps(circumstances('make minutes') | {'chapters': {}}), encoding='utf-8')
    course(root, measured)


def make(root):
    "Everything that is made, in `root`."
    for path in sorted((root/'nbs').rglob('*.ipynb')):
        if '.ipynb_checkpoints' not in path.parts: clean(path)
    subprocess.run([Path(sys.executable).parent/'nbdev_export'], cwd=root, check=True)
    readme(root)
    course(root)


def differences(a, b, skip=('__pycache__', '.ipynb_checkpoints')):
    "Files that differ between two trees, or stand in one only."
    names = {p.relative_to(r) for r in (a, b) for p in r.rglob('*') if p.is_file() and not set(p.parts) & set(skip)}
    return sorted(str(n) for n in names if not ((a/n).is_file() and (b/n).is_file() and filecmp.cmp(a/n, b/n, shallow=False)))


def main():
    if '--write' in sys.argv[1:]: return make(ROOT)
    if '--minutes' in sys.argv[1:]: return minutes(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ('nbs', 'tinywhisper', 'results', 'images'):
            if (ROOT/name).exists(): shutil.copytree(ROOT/name, copy/name)
        for name in ('settings.ini', 'setup.py', 'README.md'): shutil.copy(ROOT/name, copy/name)
        make(copy)
        wrong = [f'{name}/{d}' for name in ('nbs', 'tinywhisper') for d in differences(ROOT/name, copy/name)]
        wrong += [name for name in ('README.md', 'results/course.json') if not filecmp.cmp(ROOT/name, copy/name, shallow=False)]
    if wrong: sys.exit('out of step with the notebooks (make notebooks, or python .ci/check.py --write, mends it): ' + ', '.join(wrong))
    print('In step: the library, the notebooks, the README, the counts of the course.')


if __name__ == '__main__': main()
