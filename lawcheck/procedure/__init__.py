"""Facts of a filing, its materials, the form check and the check of its procedure."""

from lawcheck.procedure import form_contents, process
from lawcheck.procedure.facts import Facts
from lawcheck.procedure.form import FORM_CHECKS, FilingCase, FormFault, FormResult, Titles
from lawcheck.procedure.materials import Material, Materials, Report, read_materials
from lawcheck.procedure.package import MANIFEST, PackageFault, build_package, check_package, schema_faults
from lawcheck.procedure.profiles import Days, FilingProfile, Source, load_filing_profile
from lawcheck.procedure.reading import read_facts

__all__ = [
    "FORM_CHECKS",
    "MANIFEST",
    "Days",
    "Facts",
    "FilingCase",
    "FilingProfile",
    "FormFault",
    "FormResult",
    "Material",
    "Materials",
    "PackageFault",
    "Report",
    "Source",
    "Titles",
    "build_package",
    "check_package",
    "load_filing_profile",
    "read_facts",
    "read_materials",
    "schema_faults",
]

CHECK_MODULES = (form_contents, process)
"""Importing these fills :data:`FORM_CHECKS`."""
