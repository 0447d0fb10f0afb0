#!/usr/bin/python3
"""A view of a directory that lacks something which file systems mostly have; python3-fusepy of Debian.

usage: poor-file-system.py SOURCE MOUNTPOINT LACKS     LACKS: nothing, chmod, link, symlink or lock
"""
import errno
import os
import sys

from fusepy import FUSE, FuseOSError, Operations

source, mountpoint, lacks = sys.argv[1:4]
ATTRIBUTES = "st_mode st_nlink st_uid st_gid st_size st_atime st_mtime st_ctime st_ino".split()
SPACE = "f_bsize f_frsize f_blocks f_bfree f_bavail f_files f_ffree f_favail f_namemax".split()


class Poor(Operations):
    def __call__(self, operation, *arguments):
        try:
            return super().__call__(operation, *arguments)
        except OSError as failure:
            raise FuseOSError(failure.errno)

    def having(self, what):
        if lacks == what:
            raise FuseOSError(errno.EPERM)

    def getattr(self, path, fh=None):
        found = os.lstat(source + path)
        attributes = {name: getattr(found, name) for name in ATTRIBUTES}
        if lacks == "chmod":
            attributes["st_mode"] = attributes["st_mode"] & ~0o7777 | 0o755
        return attributes

    def readdir(self, path, fh):
        return [".", ".."] + os.listdir(source + path)

    def readlink(self, path):
        return os.readlink(source + path)

    def open(self, path, flags):
        return os.open(source + path, flags)

    def create(self, path, mode, fi=None):
        return os.open(source + path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        os.truncate(source + path, length)

    def fsync(self, path, data_only, fh):
        return 0

    def fsyncdir(self, path, data_only, fh):
        return 0

    def release(self, path, fh):
        os.close(fh)
        return 0

    def mkdir(self, path, mode):
        os.mkdir(source + path, mode)

    def rmdir(self, path):
        os.rmdir(source + path)

    def unlink(self, path):
        os.unlink(source + path)

    def rename(self, old, new):
        os.rename(source + old, source + new)

    def utimens(self, path, times=None):
        os.utime(source + path, times)

    def chmod(self, path, mode):
        self.having("chmod")
        os.chmod(source + path, mode)

    def link(self, target, existing):
        self.having("link")
        os.link(source + existing, source + target)

    def symlink(self, target, existing):
        self.having("symlink")
        os.symlink(existing, source + target)

    def statfs(self, path):
        found = os.statvfs(source)
        return {name: getattr(found, name) for name in SPACE}


class WithoutLocks(Poor):
    """The kernel asks for locks only where there is such a method, and locks by itself otherwise."""

    def lock(self, path, fh, command, lock):
        raise FuseOSError(errno.ENOLCK)


FUSE(WithoutLocks() if lacks == "lock" else Poor(), mountpoint, foreground=True, nothreads=True, use_ino=True,
     attr_timeout=0, entry_timeout=0)
