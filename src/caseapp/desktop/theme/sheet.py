"""The application's one style sheet, made from the tokens.

Variants go by dynamic properties: `kind` (primary, plain, quiet) of buttons, `role` (caption, lead, title, name) and
`tone` (sub, faint, red, accent) of labels, `bare` of frames and editors that bring no box, `problem` of a field whose
content cannot be saved.
"""

from __future__ import annotations

from collections.abc import Callable

from caseapp.desktop.theme.tokens import Tokens

_TEXT = """
* {{ outline: 0; }}
QToolTip {{ color: {ink}; background: {surface}; border: 1px solid {control}; padding: 4px 8px; }}
QLabel {{ background: transparent; }}
QLabel[role="caption"], QToolButton[role="caption"], QPushButton[role="caption"] {{ font-size: {caption}pt; }}
QLabel[role="lead"] {{ font-size: {lead}pt; font-weight: bold; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: bold; }}
QLabel[role="name"] {{ font-size: {name}pt; font-weight: bold; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel[tone="sub"] {{ color: {sub}; }}
QLabel[tone="faint"] {{ color: {faint}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="red"] {{ color: {red}; }}
"""

_FRAMES = """
QMainWindow, QDialog, QWidget[ground="window"] {{ background: {window}; }}
QWidget[ground="surface"] {{ background: {surface}; }}
QWidget[ground="sunken"] {{ background: {sunken}; }}
QFrame[card="true"] {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; }}
QFrame[card="dialog"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[card="question"] {{ background: {surface}; border: 1px solid {accent}; border-left: 4px solid {accent};
    border-radius: 4px; }}
QFrame[rule="true"] {{ background: {line}; border: 0; max-height: 1px; min-height: 1px; }}
QScrollArea, QScrollArea > QWidget > QWidget[ground="none"] {{ background: transparent; border: 0; }}
QSplitter::handle {{ background: transparent; }}
"""

_BUTTONS = """
QPushButton {{ background: {surface}; color: {ink}; border: 1px solid {control}; border-radius: 4px;
    padding: 0 12px; min-height: {field_inner}px; max-height: {field_inner}px; text-align: center; }}
QPushButton:hover {{ background: {sunken}; }}
QPushButton:pressed {{ background: {tint}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 11px; min-height: {field_focus}px;
    max-height: {field_focus}px; }}
QPushButton:disabled {{ color: {faint}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: bold; }}
QPushButton[kind="primary"]:hover {{ background: {hover}; border-color: {hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {ink}; }}
QPushButton[kind="primary"]:disabled {{ background: {sunken}; color: {faint}; border-color: {line}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {accent}; border-color: transparent; padding: 0 8px; }}
QPushButton[kind="quiet"]:hover {{ color: {hover}; background: {sunken}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {accent}; padding: 0 7px; }}
QPushButton[kind="quiet"]:disabled {{ color: {faint}; }}
QPushButton[bar="true"] {{ background: transparent; color: {ink}; border-color: transparent; padding: 0 8px; }}
QPushButton[bar="true"]:hover {{ background: {sunken}; }}
QPushButton[bar="true"]:focus {{ border: 2px solid {accent}; padding: 0 7px; }}
QPushButton[search="true"] {{ background: {sunken}; color: {sub}; text-align: left; }}
"""

_FIELDS = """
QLineEdit, QTextEdit, QPlainTextEdit {{ background: {surface}; color: {ink}; border: 1px solid {control};
    border-radius: 4px; padding: 0 7px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {faint}; }}
QLineEdit {{ min-height: {field_inner}px; max-height: {field_inner}px; }}
QTextEdit, QPlainTextEdit {{ padding: 3px 4px; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 0 6px; min-height: {field_focus}px;
    max-height: {field_focus}px; }}
QTextEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 2px 3px; }}
QLineEdit:disabled, QTextEdit:disabled {{ color: {faint}; background: {window}; border-color: {line}; }}
QLineEdit[readOnly="true"], QTextEdit[readOnly="true"] {{ background: {window}; border-color: {line}; }}
QLineEdit[problem="true"], QTextEdit[problem="true"], QComboBox[problem="true"] {{ background: {sand};
    border: 1px dashed {control}; }}
QLineEdit[problem="true"]:focus, QTextEdit[problem="true"]:focus {{ border: 2px solid {accent}; }}
QLineEdit[bare="true"], QTextEdit[bare="true"] {{ border: 1px solid transparent; background: transparent; }}
QLineEdit[bare="true"]:focus {{ border: 1px solid transparent; padding: 0 7px; min-height: {field_inner}px; }}
QTextEdit[bare="true"]:focus {{ border: 2px solid {accent}; background: {surface}; }}
QComboBox {{ background: {surface}; color: {ink}; border: 1px solid {control}; border-radius: 4px;
    padding: 0 26px 0 8px; min-height: {field_inner}px; max-height: {field_inner}px; }}
QComboBox:focus, QComboBox:on {{ border: 2px solid {accent}; padding: 0 25px 0 7px; min-height: {field_focus}px;
    max-height: {field_focus}px; }}
QComboBox:disabled {{ color: {faint}; border-color: {line}; background: {window}; }}
QComboBox::drop-down {{ border: 0; width: 0; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {ink}; border: 1px solid {control}; padding: 2px;
    selection-background-color: {tint}; selection-color: {tint_ink}; }}
QComboBox QAbstractItemView::item {{ min-height: {row}px; padding: 0 6px; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: {toggle}px; background: transparent; }}
QCheckBox::indicator {{ width: {box}px; height: {box}px; background: {surface}; border: 1px solid {control};
    border-radius: 3px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:disabled {{ background: {window}; border: 1px dashed {control}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {faint}; }}
QRadioButton::indicator {{ width: {box}px; height: {box}px; border: 1px solid {control}; border-radius: {half}px;
    background: {surface}; }}
QRadioButton::indicator:checked {{ border: 1px solid {accent};
    background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
    stop:0 {accent}, stop:0.56 {accent}, stop:0.62 {surface}, stop:1 {surface}); }}
"""

_LISTS = """
QAbstractItemView {{ background: {surface}; color: {ink}; border: 0; selection-background-color: {tint};
    selection-color: {ink}; }}
QHeaderView {{ background: {sunken}; border: 0; }}
QHeaderView::section {{ background: {sunken}; color: {sub}; border: 0; border-bottom: 1px solid {line};
    padding: 0 8px; font-size: {caption}pt; min-height: {row}px; }}
QHeaderView::section:focus {{ color: {ink}; }}
QTableView {{ gridline-color: {line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {control}; border-radius: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {sub}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent;
    border: 0; width: 0; height: 0; }}
QProgressBar {{ background: {sunken}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""

_BARS = """
QMenuBar {{ background: transparent; color: {ink}; spacing: 2px; }}
QMenuBar::item {{ background: transparent; padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {tint}; color: {tint_ink}; }}
QMenu {{ background: {surface}; border: 1px solid {control}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 28px 5px 16px; min-height: {menu}px; }}
QMenu::item:selected {{ background: {tint}; color: {tint_ink}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 0; }}
QWidget[bar="top"] {{ background: {surface}; border-bottom: 1px solid {line}; }}
QWidget[bar="status"] {{ background: {surface}; border-top: 1px solid {line}; }}
QWidget[bar="rail"] {{ background: {sunken}; border-right: 1px solid {line}; }}
QWidget[bar="foot"] {{ background: {window}; border-top: 1px solid {line}; }}
QTabBar::tab {{ background: transparent; color: {sub}; padding: 6px 14px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; font-weight: bold; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ background: {tint}; }}
"""


def sheet(tokens: Tokens, points: Callable[[str], float], height: Callable[[str], int]) -> str:
    """The style sheet for these colours, text sizes (pt by role) and heights (logical px by kind)."""
    field = height("field")
    box = 18 if field < 40 else 22
    values: dict[str, object] = {
        name: tokens.colour(name)
        for name in (
            *("window", "surface", "sunken", "line", "control", "ink", "sub", "faint", "accent", "hover", "on_accent"),
            *("tint", "tint_ink", "red", "sand"),
        )
    }
    values |= {role: points(role) for role in ("caption", "lead", "title", "name")}
    values |= {
        "field_inner": field - 2,
        "field_focus": field - 4,
        "row": height("row"),
        "toggle": height("toggle") - 4,
        "menu": height("chip"),
        "box": box,
        "half": box // 2 + 1,
    }
    return "".join(part.format_map(values) for part in (_TEXT, _FRAMES, _BUTTONS, _FIELDS, _LISTS, _BARS))
