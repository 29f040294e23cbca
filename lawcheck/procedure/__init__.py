"""Facts of a filing, calendar, clocks, states and gates."""

from lawcheck.procedure.facts import Facts
from lawcheck.procedure.package import MANIFEST, PackageFault, build_package, check_package, schema_faults
from lawcheck.procedure.reading import read_facts

__all__ = ["MANIFEST", "Facts", "PackageFault", "build_package", "check_package", "read_facts", "schema_faults"]
