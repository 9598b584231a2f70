"""Addresses of `web` itself."""

from django.urls import path

from .gallery import GalleryPage

app_name = "web"
urlpatterns = [path("thanh-phan/", GalleryPage.as_view(), name="gallery")]
