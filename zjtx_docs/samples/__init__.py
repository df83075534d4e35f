"""The documents of raw/, packed so that an installed program has them: a policy to compare with from the first minute.

Each file is the one of the same name in raw/, byte for byte, which a test holds.
"""

from __future__ import annotations

import pkgutil

POLICY = "beijing_zjtx_measures_2021.txt"
PROPOSAL = "fangshan_zjtx_proposal_2023.txt"


def read_sample(name: str) -> bytes:
    """The bytes of a packed document, ``POLICY`` or ``PROPOSAL``."""
    data = pkgutil.get_data("zjtx_docs.samples", name)
    if data is None:
        raise FileNotFoundError(name)
    return data
