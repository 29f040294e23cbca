"""``python -m tools.word_templates``: write every template and the sample data of every letter."""

from tools.word_templates.building import REPOSITORY, build_all, build_samples

files = {f"templates/{name}": data for name, data in build_all().items()}
files |= {f"corpus/samples/letters/{name}": text.encode() for name, text in build_samples().items()}
for name, data in files.items():
    path = REPOSITORY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(name)
