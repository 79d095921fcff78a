"""Generated papers for training: words, boxes and labels of invoices, receipts and other pages, in many layouts.

Nothing here is rasterised except by `fit_noise`, which measures what OCR does to such pages. The layouts are named
"train-…"; the sample library draws its own and must never import this package.
"""
