"""The page on paper: a tagged PDF (PDF/UA-1) with the same drawing, and no browser needed."""

import weasyprint

from civicmetrics.networks.page import Report, page


def pdf(report: Report) -> bytes:
    """Tagged, language set, fonts embedded; the same report gives the same bytes."""
    made = weasyprint.HTML(string=page(report, printed=True))
    data: bytes = made.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"medborger-network")
    return data
