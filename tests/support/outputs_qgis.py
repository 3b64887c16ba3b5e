"""Opens a GeoPackage in real QGIS and draws every style; run by the system's Python, not by pytest.

Usage: python3 outputs_qgis.py FILE.gpkg FOLDER. Draws the layers, and the GeoTIFFs in the folder, to PNG
files in the folder and writes what it found to ``found.json`` there.
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
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtXml import QDomDocument


def main() -> int:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    application = QgsApplication([], False)
    application.initQgis()
    found: dict[str, Any] = {"version": Qgis.QGIS_VERSION, "layers": {}, "messages": []}
    application.messageLog().messageReceived.connect(lambda text, tag, level: found["messages"].append([tag, text]))
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    connection = metadata.createConnection(str(source), {})
    for table in connection.tables():
        name = table.tableName()
        layer = QgsVectorLayer(f"{source}|layername={name}", name, "ogr")
        report = found["layers"][name] = {"valid": layer.isValid(), "crs": layer.crs().authid()}
        if not layer.isSpatial():
            report["rows"] = layer.featureCount()
            continue
        _, default_loaded = layer.loadDefaultStyle()
        report["default"] = default_loaded
        report["aliases"] = {field.name(): field.alias() for field in layer.fields() if field.alias()}
        report["abstract"] = layer.metadata().abstract()
        report["styles"] = {}
        related, ids, names, _, _ = layer.listStylesInDatabase()  # those of other layers follow after `related`
        for key, style in list(zip(ids, names, strict=True))[:related]:
            qml, _ = layer.getStyleFromDatabase(key)
            message, loaded = apply(layer, qml)
            renderer = layer.renderer()
            report["styles"][style] = {
                "loaded": loaded,
                "opacity": layer.opacity(),
                "message": message,
                "renderer": renderer.type(),
                "legend": [item.label() for item in renderer.legendSymbolItems()],
                "errors": [
                    rule.filter().parserErrorString()
                    for rule in renderer.rootRule().descendants()
                    if rule.filter() is not None and rule.filter().hasParserError()
                ],
            }
            picture = f"{name} - {style}".replace("/", "_")
            report["styles"][style]["colours"] = draw(layer, folder / f"{picture}.png")
    for raster in sorted(folder.glob("*.tif")):
        layer = QgsRasterLayer(str(raster), raster.stem, "gdal")
        found["layers"][raster.name] = {
            "valid": layer.isValid(),
            "crs": layer.crs().authid(),
            "renderer": layer.renderer().type(),
            "legend": [label for label, _ in layer.renderer().legendSymbologyItems()],
        }
        found["layers"][raster.name]["colours"] = draw(layer, folder / f"{raster.stem}.png")
    (folder / "found.json").write_text(json.dumps(found))
    os._exit(0)  # QGIS takes its objects down in another order than Python does, and crashes on it


def apply(layer: QgsVectorLayer, qml: str) -> tuple[str, bool]:
    """Load a style from its text, as QGIS does with one from a database."""
    document = QDomDocument()
    document.setContent(qml)
    loaded, message = layer.importNamedStyle(document)
    return message, loaded


def draw(layer: Any, path: Path) -> list[str]:
    """Export a print layout of the layer over its whole extent, with its legend beside it.

    Returns the colours that cover at least one pixel in 5,000 of the layer's part of the picture.
    """
    project = QgsProject.instance()
    project.setCrs(layer.crs())
    project.addMapLayer(layer)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    picture = QgsLayoutItemMap(layout)
    picture.setRect(0, 0, 10, 10)  # without it nothing is drawn
    layout.addLayoutItem(picture)
    picture.attemptMove(QgsLayoutPoint(5, 5))
    picture.attemptResize(QgsLayoutSize(185, 200))
    extent = layer.extent()
    extent.scale(1.05)
    picture.setLayers([layer])
    picture.zoomToExtent(extent)
    legend = QgsLayoutItemLegend(layout)
    legend.setTitle(path.stem)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(192, 5))
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 120
    settings.exportMetadata = False  # else GDAL tries to put georeference and author into the PNG, and complains
    QgsLayoutExporter(layout).exportToImage(str(path), settings)
    project.takeMapLayer(layer)
    image = QImage(str(path))
    width = image.width() * 190 // 297
    colours = Counter(image.pixel(x, y) & 0xFFFFFF for x in range(0, width, 3) for y in range(0, image.height(), 3))
    return [f"#{colour:06x}" for colour, count in colours.items() if count * 5000 > colours.total()]


if __name__ == "__main__":
    sys.exit(main())
