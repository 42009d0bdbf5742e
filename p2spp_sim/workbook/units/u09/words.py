"""Unit 09: what stands below its pictures, and what stands for nobody."""

DRAWN = (
    "Satuan: persen. Sumber: simulasi p2spp_sim pada Wanasari (rekaan), aturan menurut masa unit ini; "
    "koefisien sebagian asumsi."
)
NOBODY = ""
