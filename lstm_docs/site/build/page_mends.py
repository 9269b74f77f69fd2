"""What a page is mended by: for any site that shows ours, their figures left out of the search; for one that asks for it,
drawings left out of the search, a name for the theme's search dialog and its index when it is wanted, its script out of the
way of the first paint, and a storage for it where the browser blocks its own."""

from __future__ import annotations

import re

from markupsafe import Markup

# What the theme's search reads tag by tag to find no words in: of ours, and of anybody's.
_OURS = r"<(?P<left>figure|dl|lstm-[\w-]+)\b[^>]* data-search-exclude\b.*?</(?P=left)>"
_ANY = r"<svg\b.*?</svg>|<math\b.*?</math>|<template\b.*?</template>|(?<=\d)×(?=\d)"
_PIECES = {False: re.compile(_OURS, re.DOTALL), True: re.compile(f"{_OURS}|{_ANY}", re.DOTALL)}
_PLACE = re.compile(r"<!--lstm-piece-(\d+)-->.*?<!--lstm-end-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TIMES = re.compile(r"(?<=\d)\s*×\s*(?=\d)")
_BUNDLE = re.compile(r'<script (src="[^"]*assets/javascripts/bundle\.[^"]*\.js")></script>')
_LATER = re.compile(r"<script\b(?![^>]*\b(?:defer|async|type=\"(?:module|application/json)\"))")
_UNNAMED = 'data-md-component="search" role="dialog">'
_NAMED = 'data-md-component="search" role="dialog" aria-label="Search">'


# Material's script ends where reading the storage fails: without search, and without a switch to dark.
_STORAGE = (
    'try{localStorage}catch{for(const name of["localStorage","sessionStorage"]){const kept=new Map;'
    "Object.defineProperty(window,name,{value:{getItem:key=>kept.get(key)??null,"
    "setItem:(key,value)=>kept.set(key,String(value)),removeItem:key=>kept.delete(key)}})}}"
)

# Material loads the search's index and its worker, a quarter of a first view, with every page; here they wait until
# somebody goes to search. Its bundle makes a worker of an address, listens to it, and posts to it once it has the index.
_SEARCH_LATER = (
    "{const{open,send}=XMLHttpRequest.prototype,held=[],Made=Worker;"
    'let wanted=new URLSearchParams(location.search).has("q");'
    "XMLHttpRequest.prototype.open=function(method,url,...rest){"
    'this.ofSearch=new URL(url,location).pathname.endsWith("/search/search_index.json");'
    "return open.call(this,method,url,...rest)};"
    "XMLHttpRequest.prototype.send=function(body){"
    "if(wanted||!this.ofSearch)return send.call(this,body);held.push(()=>send.call(this,body))};"
    "window.Worker=class extends EventTarget{constructor(url,...rest){"
    'if(!String(url).includes("/workers/search."))return new Made(url,...rest);super();this.url=url}'
    "postMessage(message){if(!this.made){this.made=new Made(this.url);"
    'this.made.onmessage=({data})=>this.dispatchEvent(new MessageEvent("message",{data}))}'
    "this.made.postMessage(message)}};"
    'addEventListener("focusin",({target})=>{if(!target.closest(\'[data-md-component="search"]\'))return;'
    "wanted=true;held.splice(0).forEach(go=>go())})}"
)

SCRIPTS = (_STORAGE, _SEARCH_LATER)
"""What is written into every page of a site that asks for its theme to be mended."""


def mended(html: str) -> str:
    """The page with Material's search dialog named and loaded on demand, its script deferred, and a storage to read."""
    first = '<meta charset="utf-8">'
    return _deferred(html.replace(_UNNAMED, _NAMED, 1)).replace(
        first, first + "".join(f"<script>{script}</script>" for script in SCRIPTS), 1
    )


def _deferred(html: str) -> str:
    """The page with Material's script run after it is read; left alone if a later script may count on it."""
    bundle = _BUNDLE.search(html)
    if bundle is None or _LATER.search(html, bundle.end()):
        return html
    return f"{html[: bundle.start()]}<script {bundle[1]} defer></script>{html[bundle.end() :]}"


def signed(html: str, checked: str, report: str) -> str:
    """The content of a page with a last line: when it was checked, and where to report what is wrong with it."""
    when = Markup('The tests checked this page on <time datetime="{0}">{0}</time>. ').format(checked) if checked else ""
    where = Markup('<a href="{}">report the sentence</a>').format(report) if report else "tell whoever publishes this site"
    line = Markup('<p class="lstm-checked" data-search-exclude>{}Something is wrong or unclear? Please {}.</p>')
    return html + str(line.format(when, where))


def lightened(html: str, *, wholly: bool) -> tuple[str, list[str]]:
    """The content of a page without our figures and quizzes; and these, to be put back.

    `wholly`: also of all other formulas only the words, no drawing or data, and sizes as people type them, 45x25.
    """
    pieces: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        pieces.append(match[0])
        return f"<!--lstm-piece-{len(pieces) - 1}-->{_words(match[0])}<!--lstm-end-->"

    return _PIECES[wholly].sub(set_aside, html), pieces


def _words(piece: str) -> str:
    """What of a piece is searched."""
    return "x" if piece == "×" else _TIMES.sub("x", _TAG.sub("", piece)) if piece.startswith("<math") else ""


def restored(light: str, pieces: list[str]) -> str:
    """The content with its pieces in place."""
    return _PLACE.sub(lambda match: pieces[int(match[1])], light)
