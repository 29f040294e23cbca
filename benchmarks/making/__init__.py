"""Made filings: a law as text and its truth, written out in every format that is filed."""
