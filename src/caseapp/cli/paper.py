"""`print`: a document as a PDF file, and the names of the documents."""

from __future__ import annotations

from contextlib import suppress

from caseapp.casework import papers, register
from caseapp.casework.papers import Paper
from caseapp.cli import asking
from caseapp.cli.call import Call, require_place_for
from caseapp.cli.output import Progress, at_terminal, say, table, tell
from caseapp.cli.refusals import DONE, BadFile, Usage
from caseapp.cli.sentences import in_words
from caseapp.documents.catalogue import document
from caseapp.rules.file_password import LEAST
from caseapp.rules.problem import N_, NotFound, Refused
from caseapp.words import language
from caseapp.words.language import _

_INCOMPLETE = N_("Say which document, of which child, and into which file: DOCUMENT --child NUMBER -o FILE.pdf")
_NO_BLANK = N_("There is no empty form of “{title}”. Leave --blank out.")
_NO_LANGUAGE = N_("There is no language “{name}”. Possible are ja and en.")
_SHORT = N_("The password in {file} needs at least {count} characters.")
_REASON = N_("{reason}")
_EASY = "ja-easy"  # with readings above the words, on the papers that have them


def run(call: Call) -> int:
    """Write the document, or list them."""
    name = _language(call.lang) if call.lang else ""
    if call.list:
        say(table(papers.listing(name or language.current())))
        return DONE
    password = _checked(call)
    with call.office() as office, Progress(_("Drawing the document")):
        child = register.child_by_number(office, call.child)
        try:
            paper = papers.build(
                office,
                call.document,
                child_id=child.id,
                language=name or language.DEFAULT,
                blank=call.blank,
                wanted=papers.Wanted(ruby=call.lang == _EASY, newest=True),
            )
        except Refused as refused:
            raise BadFile(_REASON, reason=in_words(refused)) from refused
        papers.keep(office, paper, call.output, password=password)
    _warn(paper)
    say(str(call.output))
    return DONE


def _language(name: str) -> str:
    """The language of the paper, or the wider one there is (ja for ja-easy), which is told. Raises Usage."""
    for asked in (name, name.replace("_", "-").split("-")[0]):
        with suppress(LookupError):
            language.translator(asked)
            if asked != name:
                tell(_("This version has no words in “{name}”; “{instead}” is used.").format(name=name, instead=asked))
            return asked
    raise Usage(_NO_LANGUAGE, name=name)


def _checked(call: Call) -> str:
    """What is off is told before anybody types a passphrase. Returns the PDF's password, "" for none."""
    if not call.document or call.child is None or call.output is None:
        raise Usage(_INCOMPLETE)
    try:
        kind = document(call.document)
    except KeyError:
        raise NotFound("document", call.document) from None
    if call.blank and not kind.blank:
        raise Usage(_NO_BLANK, title=_(kind.title))
    require_place_for(call.output)
    if call.password_file is None:
        return ""
    password = asking.first_line(call.password_file)
    if len(password) < LEAST:
        raise Usage(_SHORT, file=str(call.password_file), count=LEAST)
    return password


def _warn(paper: Paper) -> None:
    if at_terminal():
        for question in paper.questions:
            tell(question)
    if paper.red_facts and at_terminal():  # a log of a scheduled task is no place for what they say
        for fact in paper.red_facts:
            tell(_("Mind before it is handed over: {rule}").format(rule=fact.rule))
    elif paper.red_facts:
        tell(_("There are cautions about this child. Read them in the record before you hand the paper over."))
    if paper.inexact:
        characters = " ".join(paper.inexact)
        tell(_("These characters are printed in their plain form: {characters}").format(characters=characters))
