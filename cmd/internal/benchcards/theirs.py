"""The same cards as benchcards makes, with ReportLab as its manual shows it:
theirs.py FILE CARDS prints what it cost as JSON."""
import json
import resource
import sys
import time

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import code128, qr
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen import canvas

WIDE, HIGH = 85.60 * mm, 53.98 * mm


def card(page, x, y, number, name):
    page.setFillColorRGB(0.06, 0.24, 0.30)
    page.rect(x, y, WIDE, HIGH, stroke=0, fill=1)
    page.setFillColorRGB(1, 1, 1)
    page.rect(x, y, WIDE, 19.5 * mm, stroke=0, fill=1)
    page.rect(x + 54 * mm, y + 22 * mm, 28 * mm, 28 * mm, stroke=0, fill=1)
    page.setFont("Helvetica-Bold", 18)
    page.drawString(x + 4.5 * mm, y + 44 * mm, "Torvets Butik")
    page.setFont("Helvetica-Bold", 12)
    page.drawString(x + 4.5 * mm, y + 24 * mm, name)
    page.setFillColorRGB(0, 0, 0)
    page.setFont("Helvetica-Bold", 10)
    page.drawCentredString(x + 26 * mm, y + 3 * mm, number)
    code128.Code128(number, barWidth=0.5 * mm, barHeight=11.5 * mm, quiet=False).drawOn(page, x + 6.5 * mm, y + 6.4 * mm)
    code = qr.QrCodeWidget("https://klub.example/k/" + number, barLevel="M", barBorder=4)
    left, bottom, right, top = code.getBounds()
    square = Drawing(28 * mm, 28 * mm, transform=[28 * mm / (right - left), 0, 0, 28 * mm / (top - bottom), 0, 0])
    square.add(code)
    renderPDF.draw(square, page, x + 54 * mm, y + 22 * mm)


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    begun = time.monotonic()
    page = canvas.Canvas(path, pagesize=A4)
    for i in range(count):
        at = i % 8
        if i and at == 0:
            page.showPage()
        card(page, 12.4 * mm + at % 2 * 99.6 * mm, 297 * mm - 73.5 * mm - at // 2 * 67.98 * mm, str(10001 + i), "Søren Åkjær %d" % i)
    page.save()
    print(json.dumps({"cards": count, "seconds": time.monotonic() - begun, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


main()
