"""``python -m tools.word_templates``: write every template."""

from tools.word_templates.building import TARGET, build_all

for name, data in build_all().items():
    path = TARGET / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(path.relative_to(TARGET.parent))
