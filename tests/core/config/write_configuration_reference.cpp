// SPDX-License-Identifier: Apache-2.0
#include "core/config/document.h"

#include <cstdio>
#include <fstream>

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: write_configuration_reference FILE\n", stderr);
        return 2;
    }
    std::ofstream file(arguments[1], std::ios::binary | std::ios::trunc);
    file << gatehouse::config::referenceText();
    file.close();
    return file ? 0 : 1;
}
