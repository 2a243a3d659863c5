"The exercises' checks stand in the chapters; the solutions fetch them from there, so that they are written once."
import json, os
from pathlib import Path

CHAPTERS = Path(__file__).resolve().parent.parent


def chapter(name, # of a notebook in nbs/, such as '07_attention'
            names, # the checks to fetch
           ) -> dict: # what the cells defined
    "Run a chapter's imports, exported cells, checks, and the cells that begin with `# for the exercises`."
    space, here = {'__name__': name}, Path.cwd()
    os.chdir(CHAPTERS)
    try:
        for cell in json.loads((CHAPTERS/f'{name}.ipynb').read_text(encoding='utf-8'))['cells']:
            source = ''.join(cell['source'])
            code = [line for line in source.splitlines() if line.strip() and not line.startswith('#|')]
            imports = code and all(line.startswith(('import ', 'from ')) for line in code)
            wanted = source.startswith(('#| export', '# for the exercises', 'def check_')) or imports
            if cell['cell_type'] == 'code' and wanted: exec(compile(source, name, 'exec'), space)
    finally: os.chdir(here)
    return {n: space[n] for n in names}
