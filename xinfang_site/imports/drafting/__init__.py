"""From a ledger's row to the matter it would become (拟登记): the office's words, days, texts; needs no register."""
