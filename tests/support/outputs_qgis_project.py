"""Opens the project inside a GeoPackage in real QGIS and draws its page and every view; run by the system's Python.

Usage: python3 outputs_qgis_project.py FILE.gpkg FOLDER. Writes PNG files (``pagina.png`` and one for each view) to the
folder and what it found to ``found.json`` there.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsLayerTreeGroup,
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage


def main() -> int:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    application = QgsApplication([], False)
    application.initQgis()
    found: dict[str, Any] = {"version": Qgis.QGIS_VERSION, "messages": [], "views": {}, "pages": {}}
    application.messageLog().messageReceived.connect(lambda text, tag, level: found["messages"].append([tag, text]))
    project = QgsProject.instance()
    found["read"] = project.read(f"geopackage:{source}?projectName=zorgkaart")
    found["error"] = project.error()
    found["title"] = project.title()
    found["crs"] = project.crs().authid()
    found["tree"] = tree(project.layerTreeRoot())
    extent = project.viewSettings().defaultViewExtent()
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        renderer = layer.renderer()
        found["views"][layer.id()] = {
            "name": layer.name(),
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "table": layer.source().rpartition("layername=")[2],
            "file": layer.source().partition("|")[0],
            "aliases": {field.name(): field.alias() for field in layer.fields() if field.alias()},
            "legend": [item.label() for item in renderer.legendSymbolItems()],
            "errors": [
                rule.filter().parserErrorString()
                for rule in renderer.rootRule().descendants()
                if rule.filter() is not None and rule.filter().hasParserError()
            ],
            "blank": is_blank(layer, extent, folder / f"{layer.id()}.png"),
        }
    for layout in project.layoutManager().printLayouts():
        picture = folder / "pagina.png"
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 130
        settings.exportMetadata = False  # else GDAL tries to put georeference and author into the PNG, and complains
        result = QgsLayoutExporter(layout).exportToImage(str(picture), settings)
        items = {item.id(): item for item in layout.items() if hasattr(item, "id")}
        legend = next(item for item in items.values() if isinstance(item, QgsLayoutItemLegend))
        shown = next(item for item in items.values() if isinstance(item, QgsLayoutItemMap))
        page = layout.pageCollection().page(0)
        found["pages"][layout.name()] = {
            "result": int(result),
            "mm": [page.pageSize().width(), page.pageSize().height()],
            "items": sorted(items),
            "texts": {name: item.currentText() for name, item in items.items() if hasattr(item, "currentText")},
            "scale": shown.scale(),
            "map": [layer.id() for layer in shown.layers()],
            "legend": [node.name() for node in legend.model().rootGroup().findLayers()],
            "legend_box": box(legend),
            "colours": colours(QImage(str(picture))),
        }
    (folder / "found.json").write_text(json.dumps(found))
    os._exit(0)  # QGIS takes its objects down in another order than Python does, and crashes on it


def tree(group: QgsLayerTreeGroup) -> list[Any]:
    """Names of layers with whether they are on, and of groups with what is in them."""
    return [
        [node.name(), tree(node)] if isinstance(node, QgsLayerTreeGroup) else [node.name(), node.isVisible()]
        for node in group.children()
    ]


def box(item: Any) -> list[float]:
    """Left, top, right and bottom on the page, in millimetres."""
    rectangle = item.mapRectToScene(item.rect())
    return [rectangle.left(), rectangle.top(), rectangle.right(), rectangle.bottom()]


def is_blank(layer: Any, extent: Any, path: Path) -> bool:
    """Draw one layer alone, and say whether nothing is to be seen."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(extent)
    settings.setOutputSize(QSize(480, 380))
    settings.setOutputDpi(60)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(path))
    blank = QImage(image.size(), image.format())
    blank.fill(image.pixelColor(0, 0))
    return bool(image == blank)


def colours(image: QImage) -> list[str]:
    """The colours that cover at least one pixel in 5,000."""
    counts = Counter(
        image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )
    return [f"#{colour:06x}" for colour, count in counts.items() if count * 5000 > counts.total()]


if __name__ == "__main__":
    sys.exit(main())
