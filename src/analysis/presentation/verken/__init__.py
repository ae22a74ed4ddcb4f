"""A researcher's own question, in a few words, with the numbers of the report.

>>> from analysis.presentation import verken
>>> studie = verken.open_studie(".")                       # the study of this folder; internal tables
>>> druk = studie.kinderen(groep=4, domein="externaliserend")
>>> antwoord = druk.aandeel("jeugd_opvoedhulp")            # shown in a notebook: numbers, who is missing, a note
>>> list(antwoord.tabel["meting"])                         # a plain DataFrame, in order of time
['nulmeting', 'nameting', 'eindmeting']
>>> antwoord.figuur()                                      # in the style of the report
Figuur(...)
>>> studie.kinderen(ikc="De Wilgen").verandering("Internaliserende problemen").tabel["methode"].item()
'gee'
>>> studie.kinderen(domein="externalisernd")
Traceback (most recent call last):
analysis.errors.InvoerFout: verkennen: het codeboek kent geen domein `externalisernd`.
Bedoelde u `externaliserend`?

`kinderen` says which children, `met` keeps those with one more signal or care, `aandeel` and `verandering` answer,
`tabel` gives a table of the study filtered. The answers are internal: never publish them.
"""

from analysis.presentation.verken.antwoord import Antwoord, naast
from analysis.presentation.verken.kinderen import Kinderen
from analysis.presentation.verken.studie import Studie, open_studie

__all__ = ["Antwoord", "Kinderen", "Studie", "naast", "open_studie"]
