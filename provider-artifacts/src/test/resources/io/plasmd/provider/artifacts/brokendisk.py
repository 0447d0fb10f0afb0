"""A read-only view of a directory, of which whatever SOURCE.broken names fails. Debian: python3-fusepy.

usage: brokendisk.py SOURCE MOUNTPOINT
SOURCE.broken has lines: the name of an error, a blank, a path of the view with a slash in front. Everything at the path and
below it fails by that error. With "list" in front only the listing of the directory does, with "in" all that is in it.
"""
import errno, os, sys
from fusepy import FUSE, FuseOSError, Operations

source, mountpoint = sys.argv[1:3]


class Broken(Operations):
    def real(self, path, listing=False):
        try:
            with open(source + ".broken") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            lines = []
        for line in lines:
            *what, name, where = line.split(" ")
            at, below = path == where, path.startswith(where + "/")
            if {"list": listing and at, "in": below or (listing and at)}.get("".join(what), at or below):
                raise FuseOSError(getattr(errno, name))
        return source + path

    def getattr(self, path, fh=None):
        try:
            st = os.lstat(self.real(path))
        except OSError as e:
            raise FuseOSError(e.errno)
        keys = "st_mode st_nlink st_uid st_gid st_size st_atime st_mtime st_ctime st_ino".split()
        return {key: getattr(st, key) for key in keys}

    def readdir(self, path, fh):
        return [".", ".."] + os.listdir(self.real(path, listing=True))

    def readlink(self, path):
        return os.readlink(self.real(path))

    def open(self, path, flags):
        return os.open(self.real(path), os.O_RDONLY)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def release(self, path, fh):
        os.close(fh)
        return 0


FUSE(Broken(), mountpoint, foreground=True, nothreads=True, ro=True, use_ino=True, attr_timeout=0, entry_timeout=0)
