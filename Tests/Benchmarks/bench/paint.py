"""Prints the median of ten first contentful paints of a page, in milliseconds (W3C Paint Timing), each in a new context.

Usage: paint.py ADDRESS SESSION
"""

import statistics
import sys

from playwright.sync_api import sync_playwright

address, session = sys.argv[1:]
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    paints = []
    for _ in range(10):
        context = browser.new_context(extra_http_headers={"cookie": f"__Host-thavon_session={session}"})
        page = context.new_page()
        page.goto(address)
        entries = page.evaluate("performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)")
        paints += entries[:1]
        context.close()
    browser.close()
print(statistics.median(paints))
