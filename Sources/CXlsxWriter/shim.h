// The one door to libxlsxwriter: its own header, nothing added.
#pragma once
#include <xlsxwriter.h>
