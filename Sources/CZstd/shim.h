// The part of libzstd that Wire uses: the stable streaming interface of zstd.h.
#ifndef TAIZHANG_CZSTD_SHIM_H
#define TAIZHANG_CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
