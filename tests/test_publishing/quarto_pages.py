"""Pages as Quarto 1.9 and 1.10 write them, cut down to what a reader meets: to read and to put in our own shell."""

import base64

_DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>'
SVG = f"data:image/svg+xml;base64,{base64.b64encode(_DRAWN).decode()}"

CONTENT = f"""
<section id="sec-signalen" class="level1" data-number="1">
<h1 data-number="1" class="anchored" data-anchor-id="sec-signalen">
<span class="header-section-number">1</span> Signalen</h1>
<div class="cell" data-papermill="{{&quot;duration&quot;:1.2}}" data-execution_count="3" ikc="bron" tags="[]">
<div class="cell-output cell-output-display">
<div id="fig-a" class="quarto-float quarto-figure quarto-figure-center anchored" data-fig-alt="Een stip.">
<figure class="quarto-float quarto-float-fig figure">
<div aria-describedby="fig-a-caption-0ceaefa1-69ba-4598-a22c-09a6ac19f8ca">
<img src="{SVG}" class="img-fluid figure-img" alt="Een stip.">
</div>
<figcaption class="quarto-float-caption-bottom quarto-float-caption quarto-float-fig"
id="fig-a-caption-0ceaefa1">Figuur&nbsp;1: Eerste.</figcaption>
</figure>
</div>
</div>
</div>
<section id="per-domein" class="level2" data-number="1.1">
<h2 data-number="1.1" class="anchored" data-anchor-id="per-domein">
<span class="header-section-number">1.1</span> Per domein</h2>
<div class="cell" bron="03_vergelijking_metingen.ipynb" cel="7">
<div id="tbl-b" class="quarto-float quarto-figure quarto-figure-center anchored">
<figure class="quarto-float quarto-float-tbl figure">
<figcaption class="quarto-float-caption-top quarto-float-caption quarto-float-tbl"
id="tbl-b-caption-0ceaefa1">Tabel&nbsp;1: Zorg <em>per</em> domein. \u2011: te weinig kinderen om te tonen.</figcaption>
<div aria-describedby="tbl-b-caption-0ceaefa1">
<table class="caption-top table table-sm table-striped small" data-quarto-postprocess="true">
<thead><tr class="header">
<th style="text-align: left;" data-quarto-table-cell-role="th">Domein</th>
<th style="text-align: right;">2019</th></tr></thead>
<tbody><tr class="odd"><td style="text-align: left;">Gezin</td><td style="text-align: right;">\u2011</td></tr></tbody>
</table>
</div>
</figure>
</div>
</div>
<div class="callout callout-style-default callout-note callout-titled">
<div class="callout-header d-flex align-content-center">
<div class="callout-icon-container"><i class="callout-icon"></i></div>
<div class="callout-title-container flex-fill"><span class="screen-reader-only">Opmerking</span>Let op</div></div>
<div class="callout-body-container callout-body">
<p>Zie <a href="#fig-a" class="quarto-xref">Figuur&nbsp;1</a>.</p></div>
</div>
</section>
</section>
"""


def quarto_page(title: str, content: str = CONTENT, around: str = "") -> str:
    """A page of Quarto: its head, its navigation, our includes inside `<main>`, its title block and the content."""
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="nl-NL"><head><meta charset="utf-8"><title>Pagina</title>
<style>.callout {{ font-size: 0.9rem }}</style><script src="data:text/javascript,void%200"></script>
<link rel="prev" href="data:text/html,heel%20veel"></head>
<body class="nav-sidebar quarto-light"><div id="quarto-content" class="page-columns">
<nav id="quarto-sidebar" class="sidebar"><a href="./index.html">Inhoud</a></nav>
<div id="quarto-margin-sidebar"><nav id="TOC"><h2 id="toc-title">Inhoudsopgave</h2></nav></div>
<main class="content" id="quarto-document-content">
<a class="overslaan" href="#quarto-document-content">Ga naar de hoofdinhoud</a>
<header class="ikc-kop"><div class="band" role="note">Voorbeeld</div></header>
<header id="title-block-header" class="quarto-title-block default"><div class="quarto-title">
<h1 class="title">{title}</h1><p class="subtitle lead">Gemeente Waterland</p></div></header>
{content}
<script>window.alert(1)</script>
</main>{around}</div><script>window.quarto = 1</script></body></html>"""
