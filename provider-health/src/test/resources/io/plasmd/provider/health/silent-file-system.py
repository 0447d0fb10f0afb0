#!/usr/bin/python3
"""A view of a directory that stops answering for as long as a file is there; python3-fusepy of Debian.

usage: silent-file-system.py SOURCE MOUNTPOINT FLAG
"""
import os
import sys
import time

from fusepy import FUSE, FuseOSError, Operations

source, mountpoint, flag = sys.argv[1:4]
ATTRIBUTES = "st_mode st_nlink st_uid st_gid st_size st_atime st_mtime st_ctime st_ino".split()
SPACE = "f_bsize f_frsize f_blocks f_bfree f_bavail f_files f_ffree f_favail f_namemax".split()


class Silent(Operations):
    def __call__(self, operation, *arguments):
        while os.path.exists(flag):
            time.sleep(0.05)
        try:
            return super().__call__(operation, *arguments)
        except OSError as failure:
            raise FuseOSError(failure.errno)

    def getattr(self, path, fh=None):
        found = os.lstat(source + path)
        return {name: getattr(found, name) for name in ATTRIBUTES}

    def readdir(self, path, fh):
        return [".", ".."] + os.listdir(source + path)

    def readlink(self, path):
        return os.readlink(source + path)

    def open(self, path, flags):
        return os.open(source + path, flags)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def release(self, path, fh):
        os.close(fh)
        return 0

    def statfs(self, path):
        found = os.statvfs(source)
        return {name: getattr(found, name) for name in SPACE}


# Nothing is remembered by the kernel: neither names nor attributes nor what was read.
FUSE(Silent(), mountpoint, foreground=True, use_ino=True, ro=True, attr_timeout=0, entry_timeout=0, direct_io=True)
