"""Unit 09: what stands below its pictures, and what stands for nobody."""

DRAWN = "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), rezim 2010; koefisien sebagian asumsi."
NOBODY = ""
