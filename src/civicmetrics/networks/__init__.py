"""Who works with whom, and what changed: network analysis of organisations, reproducibly.

Plain functions over plain values; every number has a definition, a source and a unit
(`catalogue`). Nodes are organisations, never persons. Nothing is imported here, so that the
command answers `--help` at once; take what you need from the module that names the subject:

values          organisations, waves and networks        reading        rows of files into values
whole           measures of the whole network            organisations  measures of each organisation
sectors         ties between sectors, brokerage          groups         core, communities
robustness      what breaks when someone leaves          ratings        trust, value, kinds of tie
change          two waves compared, and split exactly    permutation    QAP, MRQAP
formation       why ties were kept or made               nonresponse    what silence does to a number
analysis        all of it for one survey                 findings       what it means, as values
sentences       findings in Danish and English           layout, svg    the map
page, workbook, document    HTML and PDF, XLSX, JSON     command        `medborger network`
"""
