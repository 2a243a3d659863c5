"Everything is written in settings.ini; this file only hands it to setuptools."
from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages, setup

here = Path(__file__).parent
parser = ConfigParser(delimiters=['='], inline_comment_prefixes=None, interpolation=None)
parser.read(here / 'settings.ini', encoding='utf-8')
settings = parser['DEFAULT']


def lines(key):
    "The non-empty lines of one multi-line setting."
    return [line.strip() for line in settings.get(key, '').splitlines() if line.strip()]


extras = {name: lines(f'{name}_requirements') for name in ('course', 'synth', 'vad', 'tensorboard', 'dev')}

setup(
    name=settings['lib_name'],
    version=settings['version'],
    license='MIT',
    license_files=['LICENSE'],
    description=settings['description'],
    long_description=(here / 'README.md').read_text(encoding='utf-8'),
    long_description_content_type='text/markdown',
    author=settings['author'],
    author_email=settings['author_email'],
    url=settings['git_url'],
    keywords=settings['keywords'],
    packages=find_packages(include=['tinywhisper', 'tinywhisper.*']),
    package_data={'tinywhisper': ['checkpoints/*.safetensors']},
    python_requires=f">={settings['min_python']}",
    install_requires=lines('requirements'),
    extras_require={**extras, 'all': sorted({need for needs in extras.values() for need in needs})},
    entry_points={'console_scripts': ['tinywhisper=tinywhisper.cli:main'], 'nbdev': ['tinywhisper=tinywhisper._modidx:d']},
    zip_safe=False,
)
