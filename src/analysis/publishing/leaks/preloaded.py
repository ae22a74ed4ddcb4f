"""What every report of a batch is held against, gathered once by the fork server: the words of the program itself.

Importing this module is all that it does.
"""

from analysis.publishing.leaks import gate, secrets

GATHERED = (gate.FORMS, secrets.words_of_program())
