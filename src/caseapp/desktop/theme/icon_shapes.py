# ruff: noqa: E501 - a drawing is one line
"""The drawings of the icons: our own set on a 20-unit grid, stroke 1.5, round caps, no fill.

A value is what stands inside `<svg viewBox="0 0 20 20"><g …>`; a dot is a very short line.
"""

from __future__ import annotations

SHAPES: dict[str, str] = {
    # pages
    "today": '<rect x="3" y="4" width="14" height="13" rx="2"/><path d="M3 8h14M7 2.5v3M13 2.5v3M7 12.2l2.2 2.1 4-4"/>',
    "calendar": '<rect x="3" y="4" width="14" height="13" rx="1.6"/><path d="M3 8h14M6.5 2.5v3M13.5 2.5v3M6.5 11h.01M10 11h.01M13.5 11h.01M6.5 14h.01M10 14h.01"/>',
    "register": '<path d="M7.5 5h9.5M7.5 10h9.5M7.5 15h9.5M3.6 5h.01M3.6 10h.01M3.6 15h.01"/>',
    "pencil": '<path d="M4 16l.8-3.4L13.6 3.8a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2 4 16zM12 5.6l2.4 2.4"/>',
    "flag": '<path d="M4.5 17.5V3h10.8l-2.3 3.6 2.3 3.6H4.5"/>',
    "share": (
        '<circle cx="5" cy="10" r="2.2"/><circle cx="15" cy="4.8" r="2.2"/><circle cx="15" cy="15.2" r="2.2"/>'
        '<path d="M7 9l6-3.2M7 11l6 3.2"/>'
    ),
    "people": (
        '<circle cx="7.5" cy="6.5" r="2.8"/><path d="M2.5 16.5v-1.2a3.6 3.6 0 0 1 3.6-3.6h2.8a3.6 3.6 0 0 1 3.6 3.6v1.2'
        'M13 3.9a2.8 2.8 0 0 1 0 5.2M14.8 12a3.6 3.6 0 0 1 2.7 3.4v1.1"/>'
    ),
    "person": '<circle cx="10" cy="6.5" r="3"/><path d="M4 17v-1a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v1"/>',
    "chart": '<path d="M3 3v14h14M7 14v-4M10.5 14V7M14 14v-2.5"/>',
    "gear": (
        '<circle cx="10" cy="10" r="3"/><path d="M10 2.8v2M10 15.2v2M2.8 10h2M15.2 10h2M4.9 4.9l1.4 1.4M13.7 13.7l1.4 1.4'
        'M4.9 15.1l1.4-1.4M13.7 6.3l1.4-1.4"/>'
    ),
    "building": '<path d="M4 17.5V4.5L11 2.5v15M11 7.5h5v10M2.5 17.5h15M7 7h.01M7 10.5h.01M7 14h.01M13.6 11h.01M13.6 14h.01"/>',
    # kinds of contact and of things to do
    "phone": (
        '<path d="M4.2 3.2l2.6-.5 1.5 3.6-1.7 1.4a10 10 0 0 0 5.2 5.3l1.5-1.7 3.6 1.5-.5 2.7a1.5 1.5 0 0 1-1.6 1.2'
        'A13.6 13.6 0 0 1 3 4.8a1.5 1.5 0 0 1 1.2-1.6z"/>'
    ),
    "house": '<path d="M2.8 9.3L10 3l7.2 6.3M4.8 8v9h10.4V8M8.2 17v-4.6h3.6V17"/>',
    "school": '<path d="M2.5 17.5h15M4 17.5V10h12v7.5M7 10V6.2h6V10M10 6.2V2.5h3M8.6 17.5v-3.2h2.8v3.2"/>',
    "hospital": '<rect x="3.2" y="3.2" width="13.6" height="13.6" rx="2"/><path d="M10 6.6v6.8M6.6 10h6.8"/>',
    "letter": '<path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.6 10h5M7.6 13.2h5"/>',
    "paper": '<path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5"/>',
    "hourglass": '<path d="M5 2.5h10M5 17.5h10M6.2 2.5c0 4 3.8 4.4 3.8 7.5s-3.8 3.5-3.8 7.5M13.8 2.5c0 4-3.8 4.4-3.8 7.5s3.8 3.5 3.8 7.5"/>',
    "meeting": '<circle cx="10" cy="4.8" r="2"/><path d="M6.4 11.5a3.6 3.6 0 0 1 7.2 0M2.5 11.5h15M4.5 11.5v5M15.5 11.5v5"/>',
    "mail": '<rect x="2.8" y="4.5" width="14.4" height="11" rx="1.6"/><path d="M3.2 5.6l6.8 5.2 6.8-5.2"/>',
    "card": '<rect x="2.8" y="4.5" width="14.4" height="11" rx="1.6"/><path d="M2.8 8.2h14.4M5.6 12.2h3.4"/>',
    "plane": '<path d="M17.2 2.8L9.4 17l-2-6.4L2.8 7.4l14.4-4.6zM7.4 10.6l4.2-3.4"/>',
    "counter": '<path d="M2.5 12h15M4.2 12v5M15.8 12v5"/><circle cx="10" cy="5" r="2.2"/><path d="M6.2 12a3.8 3.8 0 0 1 7.6 0"/>',
    "speech": '<path d="M3.5 4.5h13v8.6H9.6L6.2 16.4v-3.3H3.5z"/>',
    "heart": '<path d="M10 16.6S3 12.6 3 7.9A3.6 3.6 0 0 1 10 6.4a3.6 3.6 0 0 1 7 1.5c0 4.7-7 8.7-7 8.7z"/>',
    "link": '<path d="M8 6H6.2a4 4 0 0 0 0 8H8M12 6h1.8a4 4 0 0 1 0 8H12M7.2 10h5.6"/>',
    "node": '<circle cx="10" cy="10" r="2.2"/><path d="M3 10h4.8M12.2 10H17"/>',
    "clock": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.8"/>',
    "bolt": '<path d="M11 2.5L4.8 11.2h4.4l-.8 6.3 6.4-8.9h-4.5z"/>',
    "tablet": '<path d="M6.4 6.5h7.2a3.5 3.5 0 0 1 0 7H6.4a3.5 3.5 0 0 1 0-7zM10 6.5v7"/>',
    "pin": '<path d="M10 17.5s5.4-4.9 5.4-9.1a5.4 5.4 0 0 0-10.8 0c0 4.2 5.4 9.1 5.4 9.1z"/><circle cx="10" cy="8.3" r="1.9"/>',
    "history": '<path d="M3.4 10a6.6 6.6 0 1 0 2-4.7L3.4 7.2M3.4 3.4v3.8h3.8M10 6.2V10l2.6 1.6"/>',
    # danger
    "stop": '<path d="M7 2.8h6L17.2 7v6L13 17.2H7L2.8 13V7zM10 6.2v4.6M10 13.6h.01"/>',
    "shield": '<path d="M10 2.5l6.2 2.2v4.6c0 4-2.6 6.6-6.2 8.2-3.6-1.6-6.2-4.2-6.2-8.2V4.7zM10 6.4v4M10 13.2h.01"/>',
    # doing
    "lock": '<rect x="4" y="9" width="12" height="8.2" rx="1.6"/><path d="M6.6 9V6.4a3.4 3.4 0 0 1 6.8 0V9"/>',
    "eye-off": (
        '<path d="M4.6 6.6C3.3 7.6 2.5 8.8 2 10c1.3 2.9 4.2 5.2 8 5.2 1.2 0 2.3-.2 3.3-.6M8 5c.6-.1 1.3-.2 2-.2 '
        '3.8 0 6.7 2.3 8 5.2-.4.9-.9 1.7-1.6 2.4M8 8.2a2.7 2.7 0 0 0 3.8 3.8M3 3l14 14"/>'
    ),
    "eye": '<path d="M2 10c1.3-2.9 4.2-5.2 8-5.2s6.7 2.3 8 5.2c-1.3 2.9-4.2 5.2-8 5.2S3.3 12.9 2 10z"/><circle cx="10" cy="10" r="2.6"/>',
    "search": '<circle cx="8.6" cy="8.6" r="5.4"/><path d="M12.7 12.7l4.5 4.5"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "minus": '<path d="M4 10h12"/>',
    "check": '<path d="M4 10.6l4 4 8-9"/>',
    "close": '<path d="M5 5l10 10M15 5L5 15"/>',
    "chevron-down": '<path d="M5.5 7.8L10 12.2l4.5-4.4"/>',
    "chevron-up": '<path d="M5.5 12.2L10 7.8l4.5 4.4"/>',
    "chevron-right": '<path d="M7.8 5.5l4.4 4.5-4.4 4.5"/>',
    "chevron-left": '<path d="M12.2 5.5L7.8 10l4.4 4.5"/>',
    "arrow-right": '<path d="M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5"/>',
    "arrow-left": '<path d="M16.5 10h-13M8 5.5L3.5 10 8 14.5"/>',
    "arrow-up": '<path d="M10 16.5v-13M5.5 8L10 3.5 14.5 8"/>',
    "arrow-down": '<path d="M10 3.5v13M5.5 12l4.5 4.5 4.5-4.5"/>',
    "printer": '<path d="M6 7.5V3h8v4.5M6 14H3V7.5h14V14h-3"/><rect x="6" y="11.8" width="8" height="5.4"/>',
    "save": '<path d="M4 3.5h9.5L16.5 6.5v10H4zM7 3.5v4.2h5.4V3.5M6.8 16.5v-5.2h6.6v5.2"/>',
    "folder": '<path d="M2.8 5h5l1.6 2h7.8v9H2.8z"/>',
    "undo": '<path d="M7 3.5L3.5 7 7 10.5M3.5 7h8a4.7 4.7 0 0 1 0 9.4H8"/>',
    "trash": '<path d="M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5l.8 11.5h8l.8-11.5M8.4 8.6v5.4M11.6 8.6v5.4"/>',
    "filter": '<path d="M3 4.5h14l-5.4 6.2v5.6l-3.2-1.6v-4z"/>',
    "sort": '<path d="M6.5 4v12M3.5 13l3 3 3-3M13.5 16V4M10.5 7l3-3 3 3"/>',
    "copy": '<rect x="6.8" y="6.8" width="10" height="10" rx="1.4"/><path d="M13.2 6.8V3.2h-10v10h3.6"/>',
    "key": '<circle cx="6.4" cy="10" r="3.4"/><path d="M9.8 10h7.4M14.6 10v3M17.2 10v2"/>',
    "info": '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.2v4.4M10 6.4h.01"/>',
    "help": '<circle cx="10" cy="10" r="7.2"/><path d="M7.8 8a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.9-1.1 1.6M10 14.2h.01"/>',
    "circle": '<circle cx="10" cy="10" r="5"/>',
    "download": '<path d="M10 3v9.5M5.8 8.6L10 12.8l4.2-4.2M3.5 16.8h13"/>',
    "globe": '<circle cx="10" cy="10" r="7.2"/><path d="M2.8 10h14.4M10 2.8c4 4.2 4 10.2 0 14.4-4-4.2-4-10.2 0-14.4z"/>',
    "more": '<path d="M4.5 10h.01M10 10h.01M15.5 10h.01"/>',
    "box": '<path d="M3 6.2L10 3l7 3.2v7.6L10 17l-7-3.2zM3 6.2l7 3.3 7-3.3M10 9.5V17"/>',
    "book": '<path d="M3 4.2c2.6-.6 5-.2 7 1.2 2-1.4 4.4-1.8 7-1.2v11.4c-2.6-.6-5-.2-7 1.2-2-1.4-4.4-1.8-7-1.2zM10 5.4v11.4"/>',
}
